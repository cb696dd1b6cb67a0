package dev.peerage.consistency;

import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/**
 * Gives an answer that is not to be stored its entity tag as late as can be: Spring makes a 304 of every 200 whose tag
 * the request names, though what is under the tag may have changed here. It has looked by the time the body is written.
 */
@RestControllerAdvice
final class TagOfUnstored implements ResponseBodyAdvice<Object> {

    /** Where the tag is until then; never sent. */
    static final String HEADER = "Unstored-ETag";

    @Override
    public boolean supports(MethodParameter method, Class<? extends HttpMessageConverter<?>> converter) {
        return method.getParameterType() == ResponseEntity.class;
    }

    @Override
    public @Nullable Object beforeBodyWrite(
            @Nullable Object body,
            MethodParameter method,
            MediaType type,
            Class<? extends HttpMessageConverter<?>> converter,
            ServerHttpRequest request,
            ServerHttpResponse response) {
        String tag = response.getHeaders().getFirst(HEADER);
        if (tag != null) {
            response.getHeaders().remove(HEADER);
            response.getHeaders().set(HttpHeaders.ETAG, tag);
        }
        return body;
    }
}
