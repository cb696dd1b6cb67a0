package dev.peerage.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Refuses a query parameter that has one value and is given more than once: Spring would join the values by commas, or
 * take the first.
 */
class SingleParameters implements HandlerInterceptor {

    private static final ParameterNameDiscoverer NAMES = new DefaultParameterNameDiscoverer();

    private final Map<Method, List<String>> known = new ConcurrentHashMap<>();

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method) {
            known.computeIfAbsent(method.getMethod(), _ -> names(method)).forEach(name -> mustComeOnce(name, request));
        }
        return true;
    }

    private static void mustComeOnce(String name, HttpServletRequest request) {
        String[] values = request.getParameterValues(name);
        if (values != null && values.length > 1) {
            throw Problem.invalid(name, "must not be given more than once");
        }
    }

    private static List<String> names(HandlerMethod method) {
        return Stream.of(method.getMethodParameters())
                .flatMap(parameter -> name(parameter).stream())
                .toList();
    }

    private static Optional<String> name(MethodParameter parameter) {
        RequestParam declared = parameter.getParameterAnnotation(RequestParam.class);
        Class<?> type = parameter.getParameterType();
        if (declared == null || type.isArray() || Collection.class.isAssignableFrom(type)) {
            return Optional.empty();
        }
        parameter.initParameterNameDiscovery(NAMES);
        return declared.name().isEmpty()
                ? Optional.ofNullable(parameter.getParameterName())
                : Optional.of(declared.name());
    }
}
