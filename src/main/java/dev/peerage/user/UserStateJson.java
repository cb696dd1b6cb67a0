package dev.peerage.user;

import dev.peerage.views.KernelJson;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** How a user's state is kept in its row. */
@Converter
class UserStateJson implements AttributeConverter<UserState, String> {

    private static final JsonMapper MAPPER = KernelJson.mapper();
    private static final ObjectReader READER = MAPPER.readerFor(UserState.class);
    private static final ObjectWriter WRITER = MAPPER.writerFor(UserState.class);

    static String write(UserState state) {
        return WRITER.writeValueAsString(state);
    }

    static UserState read(String json) {
        return READER.readValue(json);
    }

    @Override
    public String convertToDatabaseColumn(UserState state) {
        return write(state);
    }

    @Override
    public UserState convertToEntityAttribute(String json) {
        return read(json);
    }
}
