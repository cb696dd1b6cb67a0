package dev.peerage.bench;

import dev.peerage.consistency.Freshness;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** A path of the application, behind all that any other has before it, whose answer is there already. */
final class FixedAnswer {

    static final String PATH = "/api/v1/bench/fixed";

    private final AtomicReference<ResponseEntity<byte[]>> answer = new AtomicReference<>();

    private FixedAnswer() {}

    static FixedAnswer in(Application application) throws NoSuchMethodException {
        RequestMappingHandlerMapping mapping =
                application.bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class);
        FixedAnswer fixed = new FixedAnswer();
        mapping.registerMapping(
                RequestMappingInfo.paths(PATH)
                        .methods(RequestMethod.GET)
                        .options(mapping.getBuilderConfiguration())
                        .build(),
                fixed,
                FixedAnswer.class.getMethod("answer"));
        return fixed;
    }

    /** From now on it answers so. */
    void becomes(HttpResponse<byte[]> model) {
        ResponseEntity.BodyBuilder copy = ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON);
        for (String name : List.of(HttpHeaders.ETAG, Freshness.HEADER)) {
            model.headers().firstValue(name).ifPresent(value -> copy.header(name, value));
        }
        answer.set(copy.body(model.body()));
    }

    /** Called by Spring. */
    public ResponseEntity<byte[]> answer() {
        return answer.get();
    }
}
