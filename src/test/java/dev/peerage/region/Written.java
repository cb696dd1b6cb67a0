package dev.peerage.region;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What clients were told is kept, and what may be shown of it in the end. A model without clocks and versions: of a field
 * each region's last write may be what is shown, or one after it that was not answered, and nothing else.
 */
final class Written {

    /** The value of a field that is not there. */
    static final String NOTHING = "";

    private static final int MOST_LOOKED_AT = 150;

    /** A field of what is at a path. */
    record Field(String path, String name) {}

    private final Map<String, Integer> acknowledged = new HashMap<>();
    private final Map<Field, Map<String, List<String>>> possible = new HashMap<>();

    /** A request has written so many events. */
    synchronized void acknowledged(String requestId, int events) {
        acknowledged.put(requestId, events);
    }

    synchronized Map<String, Integer> acknowledged() {
        return Map.copyOf(acknowledged);
    }

    synchronized void set(String region, Field field, String value, boolean isAcknowledged) {
        List<String> ofRegion = possible.computeIfAbsent(field, _ -> new TreeMap<>())
                .computeIfAbsent(region, _ -> new ArrayList<>(List.of(NOTHING)));
        if (isAcknowledged) {
            ofRegion.clear();
        }
        ofRegion.add(value);
    }

    /** Each acknowledged event is in every region exactly once, and each region shows what it has to. */
    void mustBeIn(MeshInTest mesh) throws IOException {
        assertThat(acknowledged()).isNotEmpty();
        Set<List<Object>> logs = new HashSet<>();
        for (RegionInTest region : mesh.regions()) {
            assertThat(eventsByRequest(region))
                    .as("acknowledged in " + region.name())
                    .containsAllEntriesOf(acknowledged());
            assertThat(gaps(region)).as("gaps in " + region.name()).isZero();
            logs.add(log(region));
            mustShow(region);
        }
        assertThat(logs).as("logs").hasSize(1);
    }

    private static Map<String, Integer> eventsByRequest(RegionInTest region) {
        Map<String, Integer> events = new HashMap<>();
        region.sql()
                .sql("select request_id, count(*) from event where request_id is not null group by 1")
                .query(row -> {
                    events.put(row.getString(1), row.getInt(2));
                });
        return events;
    }

    /** A stream of a region without some event of its middle. */
    private static long gaps(RegionInTest region) {
        return region.sql().sql("""
                        select count(*) from (
                            select from event group by subject, origin having max(sequence) <> count(*)
                        ) stream""").query(Long.class).single();
    }

    /** How many events there are, how many different ones, and a digest of all that regions share of them. */
    private static List<Object> log(RegionInTest region) {
        return region.sql()
                .sql("""
                        select count(*), count(distinct (subject, origin, sequence)),
                               bit_xor(hashtextextended(concat_ws('|', %s), 0))
                        from event""".formatted(EventRow.COLUMNS))
                .query((row, _) -> List.<Object>of(row.getLong(1), row.getLong(2), row.getLong(3)))
                .single();
    }

    private void mustShow(RegionInTest region) throws IOException {
        List<Field> fields = Stream.concat(
                        possible.keySet().stream().filter(field -> field.path().contains("shared")),
                        possible.keySet().stream().limit(MOST_LOOKED_AT))
                .toList();
        for (Field field : fields) {
            List<String> mayBe = possible.getOrDefault(field, Map.of()).values().stream()
                    .flatMap(List::stream)
                    .toList();
            assertThat(shown(region, field))
                    .as("%s in %s", field, region.name())
                    .isIn(mayBe);
        }
    }

    private static String shown(RegionInTest region, Field field) throws IOException {
        HttpResponse<String> answer = region.send("GET", field.path(), null);
        if (answer.statusCode() == 404) {
            return NOTHING;
        }
        JsonNode value = JsonMapper.shared().readTree(answer.body()).get(field.name());
        return value == null ? NOTHING : value.stringValue();
    }
}
