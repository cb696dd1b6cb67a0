package dev.peerage.eventstore;

import org.jspecify.annotations.Nullable;

/** What {@link Note}s are made of. */
sealed interface NoteEvent extends DomainEvent {

    String note();

    @Override
    default String subject() {
        return "note/" + note();
    }

    @EventType(name = "NoteTextSet")
    record NoteTextSet(String note, String text) implements NoteEvent {}

    @EventType(name = "NoteTitleSet", revision = 3)
    record NoteTitleSet(String note, @Nullable String title) implements NoteEvent {}
}
