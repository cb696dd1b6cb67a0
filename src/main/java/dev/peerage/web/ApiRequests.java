package dev.peerage.web;

import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.converter.ResolvedSchema;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.method.HandlerMethod;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes into the API's document what the parameters of controllers' methods that this module reads mean to a client.
 * What a controller says itself, such as the schema of a body it reads on its own, stays.
 */
class ApiRequests implements GlobalOperationCustomizer, GlobalOpenApiCustomizer {

    /** Those of the bodies, by name: an operation alone cannot add one to the document. */
    private final Map<String, Schema<?>> schemas = new ConcurrentHashMap<>();

    @Override
    public Operation customize(Operation operation, HandlerMethod method) {
        for (MethodParameter parameter : method.getMethodParameters()) {
            Class<?> type = parameter.getParameterType();
            if (type == PageRequest.class) {
                operation.addParametersItem(limit()).addParametersItem(cursor());
            } else if (type == Limit.class) {
                operation.addParametersItem(limit());
            } else if (type == Preconditions.class && method.hasMethodAnnotation(PostMapping.class)) {
                operation.addParametersItem(
                        header("If-Match", "Entity tags of lists, or `*`; 412 if what was listed has changed since"));
            } else if (type == Preconditions.class) {
                operation
                        .addParametersItem(
                                header("If-Match", "Entity tags, or `*`; 412 if the resource has another one"))
                        .addParametersItem(
                                header(
                                        "If-None-Match",
                                        "Entity tags, or `*`. Of a read: 304 if the resource has one of them; of a write: 412"));
            } else if (type == Prefer.class) {
                operation.addParametersItem(header("Prefer", Prefer.DESCRIPTION));
            } else if (type == JsonBody.class) {
                operation.setRequestBody(body(
                        parameter.getParameterAnnotation(ReadAs.class),
                        method.hasMethodAnnotation(PatchMapping.class)));
            }
        }
        return operation;
    }

    @Override
    public void customise(OpenAPI document) {
        schemas.forEach(document.getComponents()::addSchemas);
    }

    private RequestBody body(@Nullable ReadAs readAs, boolean patch) {
        MediaType content = new MediaType();
        if (readAs == null) {
            content.schema(ApiDocument.type("object"));
        } else {
            content.schema(new Schema<>().$ref(schema(readAs.value(), patch)));
            if (!readAs.example().isEmpty()) {
                content.example(JsonMapper.shared().readValue(readAs.example(), Map.class));
            }
        }
        String type = patch ? BodyReader.MERGE_PATCH.toString() : "application/json";
        return new RequestBody().required(true).content(new Content().addMediaType(type, content));
    }

    /** Makes the schema, and gives its name. */
    private String schema(Class<? extends Record> type, boolean patch) {
        ResolvedSchema resolved =
                ModelConverters.getInstance(true).resolveAsResolvedSchema(new AnnotatedType(type).resolveAsRef(true));
        resolved.referencedSchemas.forEach(schemas::put);
        String reference = resolved.schema.get$ref();
        String name = reference.substring(reference.lastIndexOf('/') + 1);
        if (!patch) {
            return name;
        }
        String patchName = name.replaceFirst("Fields$", "") + "Patch";
        schemas.put(patchName, ApiSchemas.patch(type, Objects.requireNonNull(schemas.get(name))));
        return patchName;
    }

    private static Parameter limit() {
        Schema<?> limit =
                ApiDocument.type("integer").minimum(BigDecimal.ONE).maximum(BigDecimal.valueOf(PageRequest.MOST));
        limit.setDefault(PageRequest.DEFAULT);
        return new Parameter().in("query").name("limit").schema(limit).description("The most items wanted");
    }

    private static Parameter cursor() {
        return new Parameter()
                .in("query")
                .name("cursor")
                .schema(ApiDocument.type("string"))
                .description("`next` of the page before");
    }

    private static Parameter header(String name, String description) {
        return new Parameter()
                .in("header")
                .name(name)
                .schema(ApiDocument.type("string"))
                .description(description);
    }
}
