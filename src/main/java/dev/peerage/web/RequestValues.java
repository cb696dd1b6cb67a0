package dev.peerage.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Gives controllers' methods the values this module reads from a request, by the type of the parameter. */
class RequestValues implements HandlerMethodArgumentResolver {

    private static final Map<Class<?>, Reader> READERS = Map.of(
            JsonBody.class, BodyReader::read,
            PageRequest.class,
                    request ->
                            PageRequest.of(request.getParameterValues("limit"), request.getParameterValues("cursor")),
            Limit.class, request -> Limit.of(request.getParameterValues("limit")),
            Preconditions.class, Preconditions::of,
            Prefer.class, Prefer::of,
            RequestId.class, RequestId::of);

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return READERS.containsKey(parameter.getParameterType());
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest webRequest,
            @Nullable WebDataBinderFactory binderFactory)
            throws Exception {
        Reader reader = READERS.get(parameter.getParameterType());
        HttpServletRequest request = webRequest.getNativeRequest(HttpServletRequest.class);
        if (reader == null || request == null) {
            throw new IllegalStateException("No reader for " + parameter);
        }
        return reader.read(request);
    }

    private interface Reader {
        Object read(HttpServletRequest request) throws Exception;
    }
}
