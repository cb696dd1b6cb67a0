package dev.peerage.audit;

import dev.peerage.feed.PublicEventTypes;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Lets controllers' methods have an {@link AuditFilter} as a parameter, and says in the API's document what it is read from. */
@Component
class AuditParameters implements HandlerMethodArgumentResolver, WebMvcConfigurer, GlobalOperationCustomizer {

    static {
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(AuditFilter.class);
    }

    private final AuditQuery query;
    private final List<AuditedResource<?, ?>> resources;
    private final PublicEventTypes types;

    AuditParameters(List<AuditedResource<?, ?>> resources, PublicEventTypes types) {
        this.query = new AuditQuery(resources, types);
        this.resources = resources;
        this.types = types;
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(this);
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == AuditFilter.class;
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binderFactory) {
        return query.of((HttpServletRequest) request.getNativeRequest());
    }

    @Override
    public Operation customize(Operation operation, HandlerMethod method) {
        if (Stream.of(method.getMethodParameters()).noneMatch(this::supportsParameter)) {
            return operation;
        }
        Schema<String> type = string();
        type.setEnum(List.copyOf(types.all()));
        return operation
                .addParametersItem(
                        parameter("subject", "Of one resource: `" + Subject.forms(resources) + "`", string()))
                .addParametersItem(parameter("actor", "By the holder of this key, by its name", string()))
                .addParametersItem(parameter("type", "Of this type", type))
                .addParametersItem(parameter("region", "Written in this region", string()))
                .addParametersItem(parameter("from", "Not before this time", time()))
                .addParametersItem(parameter("to", "Before this time", time()));
    }

    private static Parameter parameter(String name, String description, Schema<?> schema) {
        return new Parameter().in("query").name(name).description(description).schema(schema);
    }

    private static Schema<?> time() {
        return string().format("date-time");
    }

    private static Schema<String> string() {
        Schema<String> string = new StringSchema();
        string.addType("string");
        return string;
    }
}
