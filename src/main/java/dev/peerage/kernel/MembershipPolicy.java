package dev.peerage.kernel;

/**
 * Who wins when one region adds and another, at the same time, removes. Both read the same
 * {@link ObservedRemoveElement}.
 */
public enum MembershipPolicy {

    /** A concurrent add survives the remove that has not seen it. */
    ADD_WINS("add-wins"),

    /** A remove holds against every add that has not seen it. */
    REMOVE_WINS("remove-wins");

    private final String text;

    MembershipPolicy(String text) {
        this.text = text;
    }

    /**
     * The policy that is written like this.
     *
     * @param text {@code add-wins} or {@code remove-wins}
     * @throws IllegalArgumentException if it is neither
     */
    public static MembershipPolicy of(String text) {
        for (MembershipPolicy policy : values()) {
            if (policy.text.equals(text)) {
                return policy;
            }
        }
        throw new IllegalArgumentException("Not a membership policy (add-wins or remove-wins): '" + text + "'");
    }

    /** {@code add-wins} or {@code remove-wins}. */
    @Override
    public String toString() {
        return text;
    }
}
