package dev.peerage.eventstore;

/** Why a command handler did not do what it was asked. Nothing was written. */
public sealed class Refusal extends RuntimeException {

    private final String why;

    private Refusal(String why) {
        super(why, null, false, false);
        this.why = why;
    }

    /** In words for the one who asked. */
    public String why() {
        return why;
    }

    /** The subject is not known here, or deleted. */
    public static final class NotKnown extends Refusal {
        public NotKnown(String subject) {
            super(subject + " is not known here");
        }
    }

    /** The subject was deleted: deletion is final, and an id is never used twice. */
    public static final class Retired extends Refusal {
        public Retired(String subject) {
            super(subject + " was deleted, and ids are never used twice");
        }
    }

    /** The subject's version is not the one the command was conditional on (RFC 9110 §13.1). */
    public static final class PreconditionFailed extends Refusal {
        public PreconditionFailed(String why) {
            super(why);
        }
    }

    /** A value is not allowed in the state the subject is in. */
    public static final class NotAllowed extends Refusal {

        private final String field;

        public NotAllowed(String field, String message) {
            super(message);
            this.field = field;
        }

        public String field() {
            return field;
        }
    }
}
