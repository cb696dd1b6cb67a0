package dev.peerage.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.AnnotationsUtils;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes schemas of our types by what they say anyway, instead of by an annotation on each field:
 *
 * <ul>
 *   <li>a record of one {@code String value}, which is how a value is typed here, is that string, within the limits
 *       that {@code @Schema} on the record tells;
 *   <li>an enum is one of the texts of its values;
 *   <li>a record's component is there ({@code required}) unless it is {@link Nullable}, has a default, or is left out
 *       when it is empty; it can be null only if it says that it is written even then.
 * </ul>
 */
class ApiSchemas implements ModelConverter {

    private static final String OURS = "dev.peerage.";
    private static final String NULL = "null";

    @Override
    public @Nullable Schema<?> resolve(
            AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
        Class<?> java = Json31.mapper().constructType(type.getType()).getRawClass();
        boolean ours = java.getName().startsWith(OURS);
        if (ours && java.isEnum()) {
            return choice(java);
        }
        if (ours && isText(java)) {
            return text(java);
        }
        Schema<?> schema = chain.hasNext() ? (Schema<?>) chain.next().resolve(type, context, chain) : null;
        if (schema != null && ours && java.isRecord()) {
            describe(java, defined(schema, context));
        }
        return schema;
    }

    /** The merge patch (RFC 7396) of a record: nothing has to be there, and null takes away what need not be there. */
    static Schema<?> patch(Class<? extends Record> type, Schema<?> whole) {
        Schema<?> patch = ApiDocument.type("object");
        for (RecordComponent component : type.getRecordComponents()) {
            Schema<?> field = copy(property(whole, component));
            field.setDefault(null);
            field.setDefaultSetFlag(false);
            if (field.getAdditionalProperties() instanceof Schema<?> values) {
                values.addType(NULL);
                field.addType(NULL);
            } else if (isNullable(component)) {
                field.addType(NULL);
            }
            patch.addProperty(component.getName(), field);
        }
        return patch;
    }

    private static Schema<?> copy(Schema<?> schema) {
        return AnnotationsUtils.clone(schema, true);
    }

    private static Schema<?> choice(Class<?> type) {
        Schema<Object> choice = ApiDocument.type("string");
        choice.setEnum(
                Stream.of(type.getEnumConstants()).<Object>map(Object::toString).toList());
        return choice;
    }

    private static boolean isText(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        return components != null
                && components.length == 1
                && components[0].getType() == String.class
                && components[0].getName().equals("value");
    }

    private static Schema<?> text(Class<?> type) {
        Schema<?> text = ApiDocument.type("string");
        var said = type.getAnnotation(io.swagger.v3.oas.annotations.media.Schema.class);
        if (said == null) {
            return text;
        }
        if (!said.pattern().isEmpty()) {
            text.pattern(said.pattern());
        }
        if (said.minLength() > 0) {
            text.minLength(said.minLength());
        }
        if (said.maxLength() < Integer.MAX_VALUE) {
            text.maxLength(said.maxLength());
        }
        if (!said.example().isEmpty()) {
            text.example(said.example());
        }
        return text;
    }

    private static Schema<?> defined(Schema<?> schema, ModelConverterContext context) {
        String reference = schema.get$ref();
        return reference == null
                ? schema
                : Objects.requireNonNull(
                        context.getDefinedModels().get(reference.substring(reference.lastIndexOf('/') + 1)));
    }

    private static Schema<?> property(Schema<?> schema, RecordComponent component) {
        return Objects.requireNonNull(schema.getProperties().get(component.getName()));
    }

    private static void describe(Class<?> record, Schema<?> schema) {
        List<String> required = new ArrayList<>();
        for (RecordComponent component : record.getRecordComponents()) {
            Schema<?> property = property(schema, component);
            if (isAlwaysThere(component, property)) {
                required.add(component.getName());
                if (isNullable(component)) {
                    property.addType(NULL);
                }
            }
        }
        schema.setRequired(required.isEmpty() ? null : required);
    }

    private static boolean isAlwaysThere(RecordComponent component, Schema<?> property) {
        JsonInclude rule = component.getAccessor().getAnnotation(JsonInclude.class);
        return property.getDefault() == null
                && (rule == null ? !isNullable(component) : rule.value() == JsonInclude.Include.ALWAYS);
    }

    private static boolean isNullable(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }
}
