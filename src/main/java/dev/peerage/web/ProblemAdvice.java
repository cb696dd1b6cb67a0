package dev.peerage.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Answers with a problem whatever ends the handling of a request, in a controller or on the way to one. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class ProblemAdvice {

    @ExceptionHandler(Throwable.class)
    void answer(Throwable failure, HttpServletRequest request, HttpServletResponse response) throws Throwable {
        if (Problems.isTooLate(response)) {
            // the edge breaks it off; from here no other exception gets through than the one that is handled
            throw failure;
        }
        Problems.answer(failure, request, response);
    }
}
