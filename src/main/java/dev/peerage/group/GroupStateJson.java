package dev.peerage.group;

import dev.peerage.views.KernelJson;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** How a group's state is kept in its row. */
@Converter
class GroupStateJson implements AttributeConverter<GroupState, String> {

    private static final JsonMapper MAPPER = KernelJson.mapper();
    private static final ObjectReader READER = MAPPER.readerFor(GroupState.class);
    private static final ObjectWriter WRITER = MAPPER.writerFor(GroupState.class);

    static String write(GroupState state) {
        return WRITER.writeValueAsString(state);
    }

    static GroupState read(String json) {
        return READER.readValue(json);
    }

    @Override
    public String convertToDatabaseColumn(GroupState state) {
        return write(state);
    }

    @Override
    public GroupState convertToEntityAttribute(String json) {
        return read(json);
    }
}
