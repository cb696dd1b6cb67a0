package dev.peerage.kernel;

import java.util.Map;

/** Stamps as tests write them down: {@code stamp("eu~2", "eu~1.us~3", 17)}. */
final class Stamps {

    static final Region AP = Region.of("ap");
    static final Region EU = Region.of("eu");
    static final Region US = Region.of("us");

    private Stamps() {}

    static Stamp stamp(String dot, String seen, long millis) {
        return new Stamp(dot(dot), VersionVector.parse(seen), time(millis));
    }

    static Dot dot(String text) {
        Map.Entry<Region, Long> entry = VersionVector.parse(text).entries().firstEntry();
        return new Dot(entry.getKey(), entry.getValue());
    }

    static HybridTime time(long millis) {
        return HybridTime.of(millis, 0);
    }
}
