package dev.peerage.search;

/**
 * A way in which resources may answer; those who do in a better one are not among them.
 *
 * @param onlyIfNothingElse whether it counts only if nobody answers in a better one
 */
record Way(Index.Condition condition, boolean onlyIfNothingElse) {}
