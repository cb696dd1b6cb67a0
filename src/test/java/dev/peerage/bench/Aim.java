package dev.peerage.bench;

import java.util.Locale;

/** What a figure is to reach. */
sealed interface Aim {

    Aim NONE = new None();

    boolean isReachedBy(Figure figure);

    /** For people; empty if there is none. */
    String text();

    /** None is set; the figure is there to explain others. */
    record None() implements Aim {
        @Override
        public boolean isReachedBy(Figure figure) {
            return true;
        }

        @Override
        public String text() {
            return "";
        }
    }

    /**
     * A share of the limit.
     *
     * @param share 0 to 1
     */
    record OfLimit(double share) implements Aim {
        @Override
        public boolean isReachedBy(Figure figure) {
            return figure.share().median() >= share;
        }

        @Override
        public String text() {
            return String.format(Locale.ROOT, "%.0f %% of the limit", share * 100);
        }
    }

    /** A number a second, whatever the limit. */
    record PerSecond(double rate) implements Aim {
        @Override
        public boolean isReachedBy(Figure figure) {
            return figure.measured().median() >= rate;
        }

        @Override
        public String text() {
            return String.format(Locale.ROOT, "%,.0f/s", rate);
        }
    }
}
