package dev.peerage.membership;

import dev.peerage.kernel.HybridTime;
import dev.peerage.kernel.ObservedRemoveElement;
import dev.peerage.kernel.Region;
import dev.peerage.kernel.VersionVector;
import dev.peerage.views.KernelJson;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** How a membership's state is kept in its row. */
@Converter
class MembershipStateJson implements AttributeConverter<MembershipState, String> {

    private static final JsonMapper MAPPER = KernelJson.mapper();
    private static final ObjectReader READER = MAPPER.readerFor(Parts.class);
    private static final ObjectWriter WRITER = MAPPER.writerFor(Parts.class);

    /** @param addedAt by the regions' names */
    private record Parts(
            VersionVector added,
            SortedMap<String, HybridTime> addedAt,
            VersionVector seenByAdds,
            VersionVector removed,
            VersionVector seenByRemoves) {

        static Parts of(ObservedRemoveElement element) {
            SortedMap<String, HybridTime> addedAt = new TreeMap<>();
            element.addedAt().forEach((region, time) -> addedAt.put(region.name(), time));
            return new Parts(
                    element.added(), addedAt, element.seenByAdds(), element.removed(), element.seenByRemoves());
        }

        ObservedRemoveElement element() {
            SortedMap<Region, HybridTime> times = new TreeMap<>();
            addedAt.forEach((region, time) -> times.put(Region.of(region), time));
            return ObservedRemoveElement.of(added, times, seenByAdds, removed, seenByRemoves);
        }
    }

    static String write(MembershipState state) {
        return WRITER.writeValueAsString(Parts.of(state.element()));
    }

    static MembershipState read(String json) {
        return new MembershipState(READER.<Parts>readValue(json).element());
    }

    @Override
    public String convertToDatabaseColumn(MembershipState state) {
        return write(state);
    }

    @Override
    public MembershipState convertToEntityAttribute(String json) {
        return read(json);
    }
}
