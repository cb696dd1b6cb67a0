package dev.peerage.web;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.method.HandlerMethod;

/**
 * Writes into the API's document how each operation is answered, as every endpoint follows the same conventions: which
 * status and headers success has, by the method and by what is read from the request, and what it may be refused with.
 */
class ApiAnswers implements GlobalOperationCustomizer {

    @Override
    public Operation customize(Operation operation, HandlerMethod method) {
        Endpoint endpoint = Endpoint.of(method);
        ApiResponse said = said(operation);
        ApiResponses answers = new ApiResponses();
        for (HttpStatus status : endpoint.successes()) {
            answers.addApiResponse(code(status), success(status, endpoint, said));
        }
        for (HttpStatus status : endpoint.refusals()) {
            answers.addApiResponse(code(status), new ApiResponse().$ref(ApiProblems.reference(status)));
        }
        operation.setResponses(answers);
        return operation;
    }

    /** What the controller's method says by its type, and other modules have added to it. */
    private static ApiResponse said(Operation operation) {
        return operation.getResponses().values().stream()
                .filter(answer -> answer.get$ref() == null)
                .findFirst()
                .orElseGet(ApiResponse::new);
    }

    private static ApiResponse success(HttpStatus status, Endpoint endpoint, ApiResponse said) {
        ApiResponse answer = new ApiResponse().description(status.getReasonPhrase());
        answer.addHeaderObject(RequestId.HEADER, ApiHeaders.reference(RequestId.HEADER));
        if (endpoint.isAboutOneResource()) {
            answer.addHeaderObject(HttpHeaders.ETAG, ApiHeaders.reference(HttpHeaders.ETAG));
        }
        if (status == HttpStatus.CREATED) {
            answer.addHeaderObject(HttpHeaders.LOCATION, ApiHeaders.reference(HttpHeaders.LOCATION));
        }
        if (said.getHeaders() != null) {
            said.getHeaders().forEach(answer::addHeaderObject);
        }
        return Endpoint.hasContent(status) ? answer.content(said.getContent()) : answer;
    }

    private static String code(HttpStatus status) {
        return Integer.toString(status.value());
    }
}
