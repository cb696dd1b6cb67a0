package dev.peerage.generate;

/** One group line. */
record Group(String id, String name, String description, boolean removeWins) {

    /** As the API spells it. */
    String membership() {
        return removeWins ? "remove-wins" : "add-wins";
    }
}
