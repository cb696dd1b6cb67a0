package dev.peerage.simulation;

/** What makes a run worth its time. How many runs have it is asserted, so that no seeds run idle unnoticed. */
enum Happening {
    EVENT_BEFORE_ONE_ITS_WRITER_HAD_SEEN(0.3),
    REMOVE_BEFORE_THE_ADD_IT_SAW(0.03),
    MEMBERSHIP_BEFORE_ITS_GROUP_OR_USER(0.05),
    DUPLICATE_RECEIVED(0.7),
    FOLDED_TWICE(0.1),
    CRASH(0.5),
    RESTORE(0.2),
    OWN_EVENTS_TAKEN_BACK(0.1),
    OWN_EVENTS_TAKEN_BACK_FROM_TWO_PEERS(0.015),
    EVENT_GONE_WITH_THE_ONLY_DISK_THAT_HAD_IT(0.1),
    LATE_JOIN(0.1),
    LINK_PAUSED(0.3),
    STAMP_FAR_AHEAD(0.15),
    WALL_CLOCK_BEHIND_OWN_LATEST_STAMP(0.1),
    EFFECT_STAMPED_BEFORE_ITS_CAUSE(0.05),
    EQUAL_TIMES_IN_TWO_REGIONS(0.2),
    VALUE_REFUSED_AS_TAKEN(0.4),
    DOUBLE_GRANT(0.1),
    DOUBLE_GRANT_SETTLED(0.015),
    CONFLICT(0.3),
    CONFLICT_SETTLED(0.05),
    POLICIES_DIFFER(0.015),
    POLICY_SWITCHED(0.2),
    WRITE_BESIDE_DELETION(0.1),
    SHOWN_MEMBERSHIP(0.2);

    private final double leastShare;

    Happening(double leastShare) {
        this.leastShare = leastShare;
    }

    /** Of all runs at least this share has to have it; about half of what they have. */
    double leastShare() {
        return leastShare;
    }
}
