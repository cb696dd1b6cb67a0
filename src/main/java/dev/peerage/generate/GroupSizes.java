package dev.peerage.generate;

import dev.peerage.generate.Draws.Purpose;

/**
 * How many members each group has. Two groups have nearly everybody, up to a bound; then sizes fall with the rank to
 * the power of -3/2, towards a long tail of 3 to 10; one in 25 is empty. The sum is met exactly. Where so many
 * memberships are asked for that this shape cannot hold them, the groups grow beyond it evenly.
 *
 * <p>Which group has which rank is scattered, but for the two largest: those are the first two.
 */
final class GroupSizes {

    private static final int LARGEST = 100_000;
    private static final double EXPONENT = -1.5;
    private static final int EMPTY_ONE_IN = 25;
    private static final int USUAL_PER_USER = 5;

    private final int users;
    private final int[] sizes;
    private long unassigned;

    private GroupSizes(int users, int groups, long memberships) {
        this.users = users;
        this.sizes = new int[groups];
        this.unassigned = memberships;
    }

    /**
     * How many memberships there are if nobody says: five for each user, fewer where the groups would lose their shape.
     */
    static long usual(int users, int groups) {
        long most = 0;
        for (int rank = 0; rank < groups - empty(groups); rank++) {
            most += bound(users, rank);
        }
        return Math.min((long) USUAL_PER_USER * users, most);
    }

    /**
     * The sizes by number of the group.
     *
     * @param memberships their sum, at most {@code users * groups}
     */
    static int[] of(int users, int groups, long memberships, long seed) {
        if (memberships > (long) users * groups) {
            throw new IllegalArgumentException(
                    memberships + " memberships of " + users + " users in " + groups + " groups");
        }
        if (groups == 0) {
            return new int[0];
        }
        GroupSizes bySize = new GroupSizes(users, groups, memberships);
        bySize.assignLargest();
        bySize.assignTail(seed);
        bySize.raise(bySize.shape(), rank -> bound(users, rank), groups - empty(groups));
        bySize.raise(_ -> 1, _ -> users, groups);
        return bySize.scattered(seed);
    }

    private static int empty(int groups) {
        return groups / EMPTY_ONE_IN;
    }

    /** The most members of the group at a rank while the shape holds. */
    private static int bound(int users, int rank) {
        int perCent = rank == 0 ? 97 : rank == 1 ? 82 : 40;
        return (int) Math.min((long) LARGEST * perCent / 97, Math.ceilDiv((long) users * perCent, 100));
    }

    private void assignLargest() {
        long budget = unassigned;
        for (int rank = 0; rank < Math.min(2, sizes.length); rank++) {
            assign(rank, (int) Math.min(bound(users, rank), budget / 4));
        }
    }

    private void assignTail(long seed) {
        int inhabited = sizes.length - empty(sizes.length);
        int affordable = (int) Math.min(10, unassigned / 2 / Math.max(1, inhabited));
        for (int rank = 2; rank < inhabited; rank++) {
            int wanted = 3 + Draws.of(seed, Purpose.GROUP_SIZE, rank).below(8);
            assign(rank, Math.min(Math.min(wanted, affordable), bound(users, rank)));
        }
    }

    private void assign(int rank, int members) {
        sizes[rank] += members;
        unassigned -= members;
    }

    /** Weights of at most 1. StrictMath, since Math may differ in the last bit between machines. */
    private Weight shape() {
        return rank -> StrictMath.pow(rank + 1.0, EXPONENT);
    }

    /**
     * Gives what is left to the first groups in proportion to their weights, none beyond its bound. With a level that
     * rises by 1, a group grows by at most 1, so between the last level that can be afforded and the next some of the
     * groups get one more.
     */
    private void raise(Weight weight, Bound bound, int groups) {
        int[] base = sizes.clone();
        double[] weights = new double[groups];
        for (int rank = 0; rank < groups; rank++) {
            weights[rank] = weight.at(rank);
        }
        long budget = unassigned;
        long affordable = 0;
        long tooHigh = 1L << 52;
        if (total(base, weights, bound, tooHigh) <= budget) {
            affordable = tooHigh;
        }
        while (affordable + 1 < tooHigh) {
            long middle = (affordable + tooHigh) >>> 1;
            if (total(base, weights, bound, middle) <= budget) {
                affordable = middle;
            } else {
                tooHigh = middle;
            }
        }
        for (int rank = 0; rank < groups; rank++) {
            assign(rank, growth(base[rank], weights[rank], bound.at(rank), affordable));
        }
        for (int rank = 0; rank < groups && unassigned > 0; rank++) {
            int next = growth(base[rank], weights[rank], bound.at(rank), affordable + 1);
            assign(rank, base[rank] + next - sizes[rank]);
        }
    }

    private static long total(int[] base, double[] weights, Bound bound, long level) {
        long total = 0;
        for (int rank = 0; rank < weights.length; rank++) {
            total += growth(base[rank], weights[rank], bound.at(rank), level);
        }
        return total;
    }

    private static int growth(int base, double weight, int bound, long level) {
        return (int) Math.min(Math.max(0, bound - base), weight * level);
    }

    private int[] scattered(long seed) {
        int[] byNumber = new int[sizes.length];
        int fixed = Math.min(2, sizes.length);
        System.arraycopy(sizes, 0, byNumber, 0, fixed);
        if (sizes.length > fixed) {
            Permutation ranks = new Permutation(sizes.length - fixed, Draws.key(seed, Purpose.GROUP_RANK));
            for (int number = fixed; number < sizes.length; number++) {
                byNumber[number] = sizes[fixed + ranks.at(number - fixed)];
            }
        }
        return byNumber;
    }

    private interface Weight {
        double at(int rank);
    }

    private interface Bound {
        int at(int rank);
    }
}
