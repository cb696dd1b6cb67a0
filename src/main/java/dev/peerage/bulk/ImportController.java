package dev.peerage.bulk;

import dev.peerage.consistency.Freshness;
import dev.peerage.consistency.Writes;
import dev.peerage.eventstore.Caller;
import dev.peerage.eventstore.Commands;
import dev.peerage.eventstore.WritesSuspended;
import dev.peerage.web.BodyReader;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping(path = "/api/v1/import", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Import")
class ImportController {

    private final LineParser parser;
    private final Commands commands;
    private final Writes writes;
    private final Closing closing;

    ImportController(LineParser parser, Commands commands, Writes writes, Closing closing) {
        this.parser = parser;
        this.commands = commands;
        this.writes = writes;
        this.closing = closing;
    }

    @PostMapping(consumes = "application/x-ndjson")
    @Operation(
            operationId = "importLines",
            summary = "Import users, groups and members, one JSON object a line",
            description =
                    "Each line has the meaning of the PUT of what it holds, so an import may be repeated. A line that is not"
                            + " valid, or is refused, is told by its number, and the rest goes on. Lines are written many a"
                            + " transaction; when the connection breaks, what has been read so far is kept. If Peerage is"
                            + " about to stop, what it has read is kept too, and 503 `import-interrupted` says so.",
            requestBody =
                    @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = "application/x-ndjson",
                                            schema = @Schema(type = "string"),
                                            examples = @ExampleObject("""
                                                    {"user": {"id": "homer", "username": "homer", "name": "Homer Simpson"}}
                                                    {"group": {"id": "pin-pals", "name": "Pin Pals"}}
                                                    {"member": {"groupId": "pin-pals", "userId": "homer"}}
                                                    """))))
    ResponseEntity<ImportReport.Answer> read(HttpServletRequest request, Caller caller, Freshness freshness)
            throws IOException {
        InputStream body = BodyReader.stream(request, MediaType.APPLICATION_NDJSON);
        writes.mustHave(freshness);
        ImportReport report = read(body, caller);
        String token = writes.reach(report.position()).encode();
        if (report.isCutShort()) {
            throw report.interrupted().with(Freshness.HEADER, token);
        }
        return ResponseEntity.ok().header(Freshness.HEADER, token).body(report.answer());
    }

    private ImportReport read(InputStream body, Caller caller) throws IOException {
        try {
            return new Import(parser, lines -> commands.sendAll(lines, caller), closing::isDue).read(body);
        } catch (WritesSuspended suspended) {
            throw Writes.problem(suspended);
        }
    }
}
