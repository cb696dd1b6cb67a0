package dev.peerage.web;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.util.List;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The OpenAPI document, as far as it is the same for every endpoint. */
@Configuration(proxyBeanMethods = false)
class ApiDocument {

    private static final String KEY = "key";

    /** The name of the response and of the schema that every operation refers to. */
    static final String PROBLEM = "Problem";

    static {
        SpringDocUtils.getConfig()
                .addRequestWrapperToIgnore(
                        JsonBody.class, PageRequest.class, Preconditions.class, Prefer.class, RequestId.class);
    }

    @Bean
    OpenAPI openApi(ObjectProvider<BuildProperties> build) {
        BuildProperties built = build.getIfAvailable();
        return new OpenAPI()
                .info(new Info()
                        .title("Peerage")
                        .version(built == null ? "development" : built.getVersion())
                        .description("""
                                A directory of users, groups and memberships that several regions write at the same time.

                                Every error is a problem document (RFC 9457). Query parameters that an endpoint does not know \
                                are ignored; fields of a body that it does not know are errors. Every answer carries \
                                `X-Request-Id`, the one that was sent or a new one."""))
                .components(new Components()
                        .addSecuritySchemes(
                                KEY,
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("bearer")
                                        .description("`Authorization: Bearer <key>` (RFC 6750)"))
                        .addSchemas(PROBLEM, problem())
                        .addResponses(PROBLEM, answer()))
                .addSecurityItem(new SecurityRequirement().addList(KEY));
    }

    @Bean
    GlobalOperationCustomizer conventions() {
        return new ApiConventions();
    }

    private static ApiResponse answer() {
        return new ApiResponse()
                .description(
                        "What was wrong. A 503 of the type `view-behind` has `Retry-After`; a 401 `WWW-Authenticate`.")
                .content(new Content()
                        .addMediaType(
                                "application/problem+json",
                                new MediaType().schema(new Schema<>().$ref("#/components/schemas/" + PROBLEM))));
    }

    private static Schema<?> problem() {
        Schema<?> error = object().addProperty("field", string("The field, parameter or header; nested ones with dots"))
                .addProperty("message", string("What is wrong with it: `must not be null`"))
                .required(List.of("field", "message"));
        return object().description("RFC 9457")
                .addProperty(
                        "type",
                        string("Which kind of problem: decide by this").example(Problem.TYPE_PREFIX + "not-found"))
                .addProperty("title", string("The kind for people"))
                .addProperty("status", type("integer").description("The HTTP status"))
                .addProperty("detail", string("What is wrong this time, for people"))
                .addProperty(
                        "errors",
                        type("array").items(error).description("If fields are wrong: all that is wrong with them"))
                .addProperty("requestId", string("Of a 500: where the log has the reason"))
                .required(List.of("type", "title", "status", "detail"));
    }

    private static Schema<?> object() {
        return type("object");
    }

    private static Schema<?> string(String description) {
        return type("string").description(description);
    }

    /** With both of the library's notions of a type: one is written in OpenAPI 3.0, the other in 3.1. */
    static Schema<?> type(String name) {
        Schema<?> schema = new Schema<>().type(name);
        schema.addType(name);
        return schema;
    }
}
