package dev.peerage.user;

import dev.peerage.audit.AuditEntry;
import dev.peerage.audit.Histories;
import dev.peerage.consistency.Freshness;
import dev.peerage.web.Page;
import dev.peerage.web.PageRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping(path = "/api/v1/users/{id}/history", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Feeds")
class UserHistoryController {

    private final Histories histories;

    UserHistoryController(Histories histories) {
        this.histories = histories;
    }

    @GetMapping
    @Operation(
            operationId = "getUserHistory",
            summary = "What became of a user, newest first",
            description = "Also of one that was deleted.")
    ResponseEntity<Page<AuditEntry>> get(@PathVariable UserId id, PageRequest page, Freshness freshness) {
        return histories.of(id.subject(), page, freshness);
    }
}
