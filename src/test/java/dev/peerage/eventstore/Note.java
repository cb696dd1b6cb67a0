package dev.peerage.eventstore;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import dev.peerage.eventstore.NoteEvent.NoteTextSet;
import dev.peerage.eventstore.NoteEvent.NoteTitleSet;
import dev.peerage.kernel.Stamp;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** An aggregate that does next to nothing: a text, and a title that no two notes share. */
class Note {

    @AggregateIdentifier
    private final String subject;

    private final List<Stamp> known = new ArrayList<>();
    private @Nullable String title;

    Note(String subject) {
        this.subject = subject;
    }

    /** Adds a text. Answers how many events were known before. */
    record AddText(String note, String text) implements NoteCommand {}

    /** Sets the title, {@code null} being none. Answers how many events were known before. */
    record SetTitle(String note, @Nullable String title) implements NoteCommand {}

    /** Sets the title of a new note. */
    record NewNote(String note, String title) implements NoteCommand {
        @Override
        public boolean makesItsSubject() {
            return true;
        }
    }

    /** Claims the title, and is then refused. */
    record Regret(String note, String title) implements NoteCommand {}

    sealed interface NoteCommand extends Command<Integer> {

        String note();

        @Override
        default String subject() {
            return "note/" + note();
        }
    }

    @CommandHandler
    int addText(AddText command) {
        int before = known.size();
        apply(new NoteTextSet(command.note(), command.text()));
        return before;
    }

    @CommandHandler
    int setTitle(SetTitle command, UniqueValues titles) {
        return title(command.note(), command.title(), titles);
    }

    @CommandHandler
    int create(NewNote command, UniqueValues titles) {
        return title(command.note(), command.title(), titles);
    }

    private int title(String note, @Nullable String wanted, UniqueValues titles) {
        int before = known.size();
        titles.change("title", subject, title, wanted);
        apply(new NoteTitleSet(note, wanted));
        return before;
    }

    @CommandHandler
    int regret(Regret command, UniqueValues titles) {
        titles.change("title", subject, title, command.title());
        throw new Refusal.NotAllowed("title", "regretted");
    }

    @EventSourcingHandler
    void on(NoteEvent event, Stamp stamp) {
        known.add(stamp);
        if (event instanceof NoteTitleSet set) {
            title = set.title();
        }
    }
}
