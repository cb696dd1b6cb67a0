package dev.peerage.web;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.math.BigDecimal;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.method.HandlerMethod;

/**
 * Writes into each operation what its method's parameters of this module mean to a client. What a controller says itself,
 * such as the schema of its body, stays.
 */
class ApiConventions implements GlobalOperationCustomizer {

    @Override
    public Operation customize(Operation operation, HandlerMethod method) {
        for (MethodParameter parameter : method.getMethodParameters()) {
            Class<?> type = parameter.getParameterType();
            if (type == PageRequest.class) {
                operation.addParametersItem(limit()).addParametersItem(cursor());
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
                body(operation, method.hasMethodAnnotation(PatchMapping.class));
            }
        }
        operation
                .getResponses()
                .addApiResponse("default", new ApiResponse().$ref("#/components/responses/" + ApiDocument.PROBLEM));
        return operation;
    }

    private static void body(Operation operation, boolean patch) {
        RequestBody body = operation.getRequestBody() == null ? new RequestBody() : operation.getRequestBody();
        Content declared = body.getContent();
        Schema<?> schema = declared == null || declared.isEmpty()
                ? ApiDocument.type("object")
                : declared.values().iterator().next().getSchema();
        String type = patch ? BodyReader.MERGE_PATCH.toString() : "application/json";
        operation.setRequestBody(
                body.required(true).content(new Content().addMediaType(type, new MediaType().schema(schema))));
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
