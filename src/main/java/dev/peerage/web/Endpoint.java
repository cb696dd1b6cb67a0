package dev.peerage.web;

import static org.springframework.http.HttpStatus.ACCEPTED;
import static org.springframework.http.HttpStatus.BAD_REQUEST;
import static org.springframework.http.HttpStatus.CONFLICT;
import static org.springframework.http.HttpStatus.CONTENT_TOO_LARGE;
import static org.springframework.http.HttpStatus.CREATED;
import static org.springframework.http.HttpStatus.FORBIDDEN;
import static org.springframework.http.HttpStatus.NOT_ACCEPTABLE;
import static org.springframework.http.HttpStatus.NOT_FOUND;
import static org.springframework.http.HttpStatus.NOT_MODIFIED;
import static org.springframework.http.HttpStatus.NO_CONTENT;
import static org.springframework.http.HttpStatus.OK;
import static org.springframework.http.HttpStatus.PRECONDITION_FAILED;
import static org.springframework.http.HttpStatus.SERVICE_UNAVAILABLE;
import static org.springframework.http.HttpStatus.UNAUTHORIZED;
import static org.springframework.http.HttpStatus.UNSUPPORTED_MEDIA_TYPE;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.method.HandlerMethod;

/**
 * What can be told of an endpoint by its method's annotations and parameters.
 *
 * @param declared the status of success that the method itself declares
 * @param json whether it reads a {@link JsonBody}
 * @param consumes whether it reads a body at all
 * @param conditional whether it reads {@link Preconditions}
 * @param ids how many ids its path has: with two it is about a link between two resources
 */
record Endpoint(
        RequestMethod verb,
        @Nullable HttpStatus declared,
        boolean json,
        boolean consumes,
        boolean conditional,
        int ids) {

    static Endpoint of(HandlerMethod method) {
        RequestMapping mapping = AnnotatedElementUtils.findMergedAnnotation(method.getMethod(), RequestMapping.class);
        if (mapping == null || mapping.method().length != 1) {
            throw new IllegalArgumentException(method + " is to be mapped to one method of HTTP");
        }
        ResponseStatus declared = method.getMethodAnnotation(ResponseStatus.class);
        return new Endpoint(
                mapping.method()[0],
                declared == null ? null : declared.code(),
                reads(method, JsonBody.class),
                mapping.consumes().length > 0,
                reads(method, Preconditions.class),
                (int) Stream.of(method.getMethodParameters())
                        .filter(parameter -> parameter.hasParameterAnnotation(PathVariable.class))
                        .count());
    }

    private static boolean reads(HandlerMethod method, Class<?> type) {
        return Stream.of(method.getMethodParameters()).anyMatch(parameter -> parameter.getParameterType() == type);
    }

    /** Whether its answer has the version of what it is about. */
    boolean isAboutOneResource() {
        return writesResource() || conditional;
    }

    /** Whether what it reads becomes what it shows. What answers with nothing does something else with it. */
    private boolean writesResource() {
        return json && declared != NO_CONTENT;
    }

    /** Whether an answer of this status shows something. */
    static boolean hasContent(HttpStatus status) {
        return status == OK || status == CREATED;
    }

    /** How it is answered when all is well. */
    List<HttpStatus> successes() {
        if (declared != null) {
            return List.of(declared);
        }
        return switch (verb) {
            case GET -> conditional ? List.of(OK, NOT_MODIFIED) : List.of(OK);
            case POST -> List.of(json ? CREATED : OK);
            case PUT -> json ? List.of(OK, CREATED) : List.of(NO_CONTENT);
            case DELETE -> List.of(NO_CONTENT);
            default -> List.of(OK);
        };
    }

    /** With which status a problem may be the answer. */
    List<HttpStatus> refusals() {
        List<HttpStatus> refusals = new ArrayList<>(List.of(BAD_REQUEST, UNAUTHORIZED, FORBIDDEN));
        if (needsWhatItNames()) {
            refusals.add(NOT_FOUND);
        }
        refusals.add(NOT_ACCEPTABLE);
        // long work may be under way
        if (writesResource() || declared == ACCEPTED) {
            refusals.add(CONFLICT);
        }
        if (conditional) {
            refusals.add(PRECONDITION_FAILED);
        }
        if (json) {
            refusals.add(CONTENT_TOO_LARGE);
        }
        if (consumes) {
            refusals.add(UNSUPPORTED_MEDIA_TYPE);
        }
        refusals.add(SERVICE_UNAVAILABLE);
        return refusals;
    }

    /** A PUT makes what is not there, and a link that is not there has been taken away already. */
    private boolean needsWhatItNames() {
        boolean makes = verb == RequestMethod.PUT && json;
        boolean unlinks = verb == RequestMethod.DELETE && ids > 1;
        return ids > 0 && !makes && !unlinks;
    }
}
