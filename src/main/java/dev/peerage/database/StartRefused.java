package dev.peerage.database;

import org.jspecify.annotations.Nullable;

/**
 * The region can't start, and only its operator can change that. Printed at start-up without a stack trace: what is
 * wrong, and what to do.
 */
public final class StartRefused extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String action;

    /**
     * @param problem what is wrong, in full sentences
     * @param action what the operator can do about it, in full sentences
     */
    public StartRefused(String problem, String action) {
        this(problem, action, null);
    }

    /**
     * @param problem what is wrong, in full sentences
     * @param action what the operator can do about it, in full sentences
     * @param cause the failure that was met, if there was one
     */
    public StartRefused(String problem, String action, @Nullable Throwable cause) {
        super(problem, cause);
        this.action = action;
    }

    /** What is wrong. */
    public String problem() {
        return String.valueOf(getMessage());
    }

    /** What the operator can do about it. */
    public String action() {
        return action;
    }
}
