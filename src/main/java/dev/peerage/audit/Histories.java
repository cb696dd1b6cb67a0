package dev.peerage.audit;

import dev.peerage.consistency.Freshness;
import dev.peerage.consistency.LogReads;
import dev.peerage.eventstore.EventFilter;
import dev.peerage.web.Page;
import dev.peerage.web.PageRequest;
import dev.peerage.web.Problem;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** The history of single resources. Deletion does not end it. */
@Component
public class Histories {

    private final Audit audit;
    private final LogReads reads;

    Histories(Audit audit, LogReads reads) {
        this.audit = audit;
        this.reads = reads;
    }

    /**
     * What became of a resource, newest first.
     *
     * @param subject such as {@code user/homer}
     * @throws Problem 404 if it was never known here, 503 {@code view-behind} if the log does not have what the tokens
     *     name in time
     */
    public ResponseEntity<Page<AuditEntry>> of(String subject, PageRequest page, Freshness freshness) {
        return reads.listOf(
                subject, freshness, () -> audit.page("history:" + subject, EventFilter.ofSubject(subject), page));
    }
}
