package dev.peerage.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peerage.eventstore.NoteEvent.NoteTextSet;
import dev.peerage.eventstore.NoteEvent.NoteTitleSet;
import dev.peerage.kernel.Dot;
import dev.peerage.kernel.HybridTime;
import dev.peerage.kernel.Region;
import dev.peerage.kernel.Stamp;
import dev.peerage.kernel.VersionVector;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events as JSON, by the names they bear. */
class EventCodecTest {

    private final EventCodec codec = new EventCodec(List.of(EventTypes.permittedBy(NoteEvent.class)));

    @Test
    void anEventIsReadAsItWasWritten() {
        NoteTextSet text = new NoteTextSet("n", "line\nline \"quoted\" \uD83D\uDC51");
        NoteTitleSet none = new NoteTitleSet("n", null);

        assertThat(codec.read(stored("NoteTextSet", 1, codec.write(text)))).isEqualTo(text);
        assertThat(codec.read(stored("NoteTitleSet", 3, codec.write(none)))).isEqualTo(none);
    }

    @Test
    void aPayloadHoldsTheEventsComponentsAndNothingElse() {
        assertThat(codec.write(new NoteTextSet("n", "x"))).isEqualTo("{\"note\":\"n\",\"text\":\"x\"}");
        assertThat(codec.write(new NoteTitleSet("n", null))).isEqualTo("{\"note\":\"n\",\"title\":null}");
    }

    @Test
    void theNameAndRevisionAreTheAnnotations() {
        assertThat(codec.typeOf(new NoteTitleSet("n", null)).name()).isEqualTo("NoteTitleSet");
        assertThat(codec.typeOf(new NoteTitleSet("n", null)).revision()).isEqualTo(3);
        assertThat(codec.classOf(stored("NoteTitleSet", 3, "{}"))).isEqualTo(NoteTitleSet.class);
    }

    @Test
    void anUnknownTypeIsUnreadableAndSaysWhereItIs() {
        StoredEvent unknown = stored("NoteColourSet", 1, "{}");

        assertThatThrownBy(() -> codec.read(unknown))
                .isInstanceOf(UnreadableEvent.class)
                .hasMessageContainingAll("position 17", "note/n", "us~4", "NoteColourSet", "does not know the type");
        assertThatThrownBy(() -> codec.classOf(unknown)).isInstanceOf(UnreadableEvent.class);
    }

    @Test
    void whatWasWrittenInOlderRevisionsIsReadThroughItsUpcasters() {
        NoteTitleSet title = new NoteTitleSet("n", "On bees");

        assertThat(codec.read(stored("NoteTitleSet", 1, "{\"note\":\"n\",\"heading\":\" On bees\"}")))
                .isEqualTo(title);
        assertThat(codec.read(stored("NoteTitleSet", 2, "{\"note\":\"n\",\"title\":\"On bees \"}")))
                .isEqualTo(title);
        assertThat(codec.read(stored("NoteTitleSet", 3, "{\"note\":\"n\",\"title\":\" On bees\"}")))
                .isEqualTo(new NoteTitleSet("n", " On bees"));
        assertThat(codec.classOf(stored("NoteTitleSet", 1, "{}"))).isEqualTo(NoteTitleSet.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{\"note\":\"n\"}", "{\"note\":\"n\",\"heading\":17}"})
    void whatAnUpcasterCannotReadIsUnreadable(String payload) {
        assertThatThrownBy(() -> codec.read(stored("NoteTitleSet", 1, payload)))
                .isInstanceOf(UnreadableEvent.class)
                .hasMessageContaining("payload does not fit");
    }

    @EventType(name = "Forgotten", revision = 2)
    private record WithoutUpcaster(String subject) implements DomainEvent {}

    @Test
    void aRevisionThatCannotBeReadAnyMoreIsRefused() {
        EventTypes forgotten = new EventTypes(List.of(WithoutUpcaster.class));

        assertThatThrownBy(() -> new EventCodec(List.of(forgotten)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("Forgotten", "revision 2");
    }

    @Test
    void aNewerRevisionIsUnreadable() {
        assertThatThrownBy(() -> codec.read(stored("NoteTitleSet", 4, "{\"note\":\"n\",\"title\":null}")))
                .isInstanceOf(UnreadableEvent.class)
                .hasMessageContainingAll("revision 4", "reads revision 3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "\"text\"",
                "{\"note\":\"n\",\"text\":\"x\",\"colour\":\"red\"}",
                "{\"note\":\"n\",\"text\":{}}",
                "{\"note\":\"n\",\"text\":\"x\"",
            })
    void aPayloadThatDoesNotFitIsUnreadable(String payload) {
        assertThatThrownBy(() -> codec.read(stored("NoteTextSet", 1, payload)))
                .isInstanceOf(UnreadableEvent.class)
                .hasMessageContaining("payload does not fit");
    }

    @Test
    void twoEventsOfOneNameAreRefused() {
        EventTypes once = EventTypes.permittedBy(NoteEvent.class);

        assertThatThrownBy(() -> new EventCodec(List.of(once, once)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Note");
    }

    @Test
    void anEventOfNoModuleIsRefused() {
        record Stranger(String subject) implements DomainEvent {}

        assertThatThrownBy(() -> codec.write(new Stranger("x/1"))).isInstanceOf(IllegalArgumentException.class);
    }

    sealed interface Nameless extends DomainEvent {
        record Event(String subject) implements Nameless {}
    }

    @Test
    void anEventWithoutANameIsRefused() {
        assertThatThrownBy(() -> EventTypes.permittedBy(Nameless.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bears no @EventType");
    }

    private static StoredEvent stored(String type, int revision, String payload) {
        Stamp stamp = new Stamp(new Dot(Region.of("us"), 4), VersionVector.none(), new HybridTime(1));
        return new StoredEvent(17, "note/n", stamp, 9, type, revision, "tester", null, null, payload);
    }
}
