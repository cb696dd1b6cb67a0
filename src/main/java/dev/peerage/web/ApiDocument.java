package dev.peerage.web;

import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
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

    static {
        SpringDocUtils.getConfig()
                .addRequestWrapperToIgnore(
                        JsonBody.class,
                        Limit.class,
                        PageRequest.class,
                        Preconditions.class,
                        Prefer.class,
                        RequestId.class);
    }

    @Bean
    OpenAPI openApi(ObjectProvider<BuildProperties> build) {
        BuildProperties built = build.getIfAvailable();
        Components components = new Components()
                .addSecuritySchemes(
                        KEY,
                        new SecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .description("`Authorization: Bearer <key>` (RFC 6750)"));
        ApiHeaders.addTo(components);
        ApiProblems.addTo(components);
        return new OpenAPI()
                .info(new Info()
                        .title("Peerage")
                        .version(built == null ? "development" : built.getVersion())
                        .description("""
                                A directory of users, groups and memberships that several regions write at the same time.

                                Every error is a problem document (RFC 9457). Query parameters that an endpoint does not know \
                                are ignored. Fields of a body that it does not know are errors; those that it only ever \
                                answers with, such as `createdAt`, may be sent back and are ignored. A field without a value \
                                is left out of answers."""))
                // wherever the document was read from
                .addServersItem(new Server().url("/"))
                .components(components)
                .addSecurityItem(new SecurityRequirement().addList(KEY));
    }

    @Bean
    ApiRequests apiRequests() {
        return new ApiRequests();
    }

    @Bean
    GlobalOperationCustomizer apiAnswers() {
        return new ApiAnswers();
    }

    @Bean
    ModelConverter apiSchemas() {
        return new ApiSchemas();
    }

    /** With both of the library's notions of a type: one is written in OpenAPI 3.0, the other in 3.1. */
    static <T> Schema<T> type(String name) {
        Schema<T> schema = new Schema<>();
        schema.type(name);
        schema.addType(name);
        return schema;
    }
}
