package dev.peerage.views;

import dev.peerage.kernel.Dot;
import dev.peerage.kernel.HybridTime;
import dev.peerage.kernel.Region;
import dev.peerage.kernel.Register;
import dev.peerage.kernel.VersionVector;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * How states of the kernel's types are kept in a view's rows. A register is an array: its siblings, each {@code [value,
 * region, sequence, time]}, and after them its context, such as {@code [["Lisa","eu",3,7340032],"eu~2"]}.
 */
public final class KernelJson {

    private KernelJson() {}

    /**
     * Reads and writes records of kernel types, and of values that Jackson knows by itself. A method of such a record
     * must not be named like a getter: it would be taken for a component.
     */
    public static JsonMapper mapper() {
        SimpleModule module = new SimpleModule("kernel")
                .addSerializer(VersionVector.class, new VersionVectorWriter())
                .addDeserializer(VersionVector.class, new VersionVectorReader())
                .addSerializer(HybridTime.class, new HybridTimeWriter())
                .addDeserializer(HybridTime.class, new HybridTimeReader())
                .addSerializer(Register.class, new RegisterWriter())
                .addDeserializer(Register.class, new RegisterReader(null));
        return JsonMapper.builder().addModule(module).build();
    }

    private static final class VersionVectorWriter extends ValueSerializer<VersionVector> {
        @Override
        public void serialize(VersionVector vector, JsonGenerator json, SerializationContext context) {
            json.writeString(vector.toString());
        }
    }

    private static final class VersionVectorReader extends ValueDeserializer<VersionVector> {
        @Override
        public VersionVector deserialize(JsonParser json, DeserializationContext context) {
            return VersionVector.parse(json.getString());
        }
    }

    private static final class HybridTimeWriter extends ValueSerializer<HybridTime> {
        @Override
        public void serialize(HybridTime time, JsonGenerator json, SerializationContext context) {
            json.writeNumber(time.value());
        }
    }

    private static final class HybridTimeReader extends ValueDeserializer<HybridTime> {
        @Override
        public HybridTime deserialize(JsonParser json, DeserializationContext context) {
            return new HybridTime(json.getLongValue());
        }
    }

    @SuppressWarnings("rawtypes")
    private static final class RegisterWriter extends ValueSerializer<Register> {
        @Override
        public void serialize(Register register, JsonGenerator json, SerializationContext context) {
            json.writeStartArray();
            for (Object each : register.siblings()) {
                Register.Sibling<?> sibling = (Register.Sibling<?>) each;
                json.writeStartArray();
                json.writePOJO(sibling.value());
                json.writeString(sibling.dot().region().name());
                json.writeNumber(sibling.dot().sequence());
                json.writeNumber(sibling.time().value());
                json.writeEndArray();
            }
            json.writeString(register.context().toString());
            json.writeEndArray();
        }
    }

    @SuppressWarnings("rawtypes")
    private static final class RegisterReader extends ValueDeserializer<Register> {

        private final @Nullable JavaType valueType;

        RegisterReader(@Nullable JavaType valueType) {
            this.valueType = valueType;
        }

        @Override
        public ValueDeserializer<?> createContextual(DeserializationContext context, @Nullable BeanProperty property) {
            JavaType register = context.getContextualType();
            return new RegisterReader(register == null ? null : register.containedTypeOrUnknown(0));
        }

        @Override
        public Register<?> deserialize(JsonParser json, DeserializationContext context) {
            List<Register.Sibling<@Nullable Object>> siblings = new ArrayList<>(1);
            while (json.nextToken() == JsonToken.START_ARRAY) {
                Object value = json.nextToken() == JsonToken.VALUE_NULL ? null : context.readValue(json, valueType);
                Region region = Region.of(json.nextStringValue());
                long sequence = json.nextLongValue(0);
                HybridTime time = new HybridTime(json.nextLongValue(0));
                siblings.add(new Register.Sibling<>(value, new Dot(region, sequence), time));
                json.nextToken();
            }
            VersionVector seen = VersionVector.parse(json.getString());
            json.nextToken();
            return Register.<@Nullable Object>of(siblings, seen);
        }
    }
}
