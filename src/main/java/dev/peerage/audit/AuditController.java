package dev.peerage.audit;

import dev.peerage.consistency.Freshness;
import dev.peerage.consistency.LogReads;
import dev.peerage.kernel.ConsistencyToken;
import dev.peerage.web.Page;
import dev.peerage.web.PageRequest;
import dev.peerage.web.Problem;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/audit")
@Tag(name = "Feeds")
class AuditController {

    private static final int BUFFER = 65_536;

    private final Audit audit;
    private final Export export;
    private final LogReads reads;

    AuditController(Audit audit, Export export, LogReads reads) {
        this.audit = audit;
        this.export = export;
        this.reads = reads;
    }

    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "listAudit",
            summary = "Who did what, when, where and by which request",
            description =
                    "Every event, newest first, with what it changed; the same in all regions that have the same events."
                            + " With `Accept: application/x-ndjson` all of them are streamed, one a line, without `limit` and"
                            + " `cursor`; an export that is cut short ends by the connection's breaking, never as if it were whole.")
    @ApiResponse(
            responseCode = "200",
            useReturnTypeSchema = true,
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON_VALUE),
                @Content(
                        mediaType = MediaType.APPLICATION_NDJSON_VALUE,
                        schema = @Schema(implementation = AuditEntry.class))
            })
    ResponseEntity<Page<AuditEntry>> list(AuditFilter filter, PageRequest page, Freshness freshness) {
        return reads.list(freshness, () -> audit.page(filter.list(), filter.events(), page));
    }

    @GetMapping(produces = MediaType.APPLICATION_NDJSON_VALUE)
    @Hidden
    void export(AuditFilter filter, Freshness freshness, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        mustNotBePaged(request);
        reads.await(freshness);
        ConsistencyToken reach = reads.reach();
        response.setContentType(MediaType.APPLICATION_NDJSON_VALUE);
        response.setHeader(Freshness.HEADER, reach.encode());
        if (!request.getMethod().equals("HEAD")) {
            OutputStream out = new BufferedOutputStream(response.getOutputStream(), BUFFER);
            export.write(filter.events(), reach, out);
            out.flush();
        }
    }

    /** Who sends them expects a page, and would take what comes for one. */
    private static void mustNotBePaged(HttpServletRequest request) {
        for (String parameter : new String[] {"limit", "cursor"}) {
            if (request.getParameter(parameter) != null) {
                throw Problem.invalid(parameter, "cannot be combined with application/x-ndjson, which is all of it");
            }
        }
    }
}
