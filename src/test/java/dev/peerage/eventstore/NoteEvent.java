package dev.peerage.eventstore;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What {@link Note}s are made of. */
sealed interface NoteEvent extends DomainEvent {

    String note();

    @Override
    default String subject() {
        return "note/" + note();
    }

    @EventType(name = "NoteTextSet")
    record NoteTextSet(String note, String text) implements NoteEvent {}

    @EventType(
            name = "NoteTitleSet",
            revision = 3,
            upcasters = {NamedTitle.class, TitleWithoutBlanks.class})
    record NoteTitleSet(String note, @Nullable String title) implements NoteEvent {}

    /** Revision 1 had it under another name. */
    class NamedTitle implements Upcaster {

        @Override
        public ObjectNode upcast(ObjectNode payload) {
            payload.set("title", payload.remove("heading"));
            return payload;
        }
    }

    /** Revision 2 had it as it was typed. */
    class TitleWithoutBlanks implements Upcaster {

        @Override
        public ObjectNode upcast(ObjectNode payload) {
            return payload.put("title", payload.get("title").stringValue().strip());
        }
    }
}
