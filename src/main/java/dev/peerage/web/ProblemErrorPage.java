package dev.peerage.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** The error page of the container: for what ends outside of Spring MVC, and what Tomcat itself gives a status,
 * such as 400 for a body whose framing is broken, or 408 for one that does not come. */
@Controller
class ProblemErrorPage implements ErrorController {

    @RequestMapping("${spring.web.error.path:${error.path:/error}}")
    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader(RequestId.HEADER, RequestId.of(request).value());
        // without a status, somebody asked for the page itself
        int status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer known ? known : 404;
        Throwable failure =
                request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable thrown ? thrown : null;
        if (failure != null && status >= 500) {
            Problems.answer(failure, request, response);
        } else {
            ProblemWriter.write(Problems.ofStatus(status, failure), response);
        }
    }
}
