package dev.peerage.feed;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/**
 * An event in public: CloudEvents 1.0, JSON format. The last two attributes are extensions.
 *
 * @param id the event's identity in every region, for who got it twice
 * @param source the writing region
 * @param type with its version, which grows when its data take another form
 * @param dataschema the {@code $id} of the JSON Schema of the data; absolute, as CloudEvents has it, and the same in
 *     every region
 * @param time the stamp's
 * @param position where to go on behind this event, in any region
 * @param sequence the number of this event among those of its subject and source
 */
@JsonPropertyOrder({
    "specversion",
    "id",
    "source",
    "type",
    "subject",
    "time",
    "datacontenttype",
    "dataschema",
    "data",
    "position",
    "sequence"
})
@Schema(example = """
        {
          "specversion": "1.0",
          "id": "user/homer@eu~3",
          "source": "/regions/eu",
          "type": "dev.peerage.user.email-set.v1",
          "subject": "user/homer",
          "time": "2026-11-27T09:30:00.123Z",
          "datacontenttype": "application/json",
          "dataschema": "urn:peerage:schema:user.email-set.v1",
          "data": {"userId": "homer", "email": "homer@example.org"},
          "position": "QAECZXUDhLmO7w",
          "sequence": "3"
        }""")
record CloudEvent(
        String specversion,
        String id,
        String source,
        String type,
        String subject,
        Instant time,
        String datacontenttype,
        String dataschema,
        @Schema(type = "object") Object data,
        String position,
        String sequence) {}
