package dev.peerage.group;

import dev.peerage.text.Text;
import io.swagger.v3.oas.annotations.media.Schema;

/** What a group is for. */
@Schema(maxLength = GroupDescription.LONGEST, example = "The bowling team")
public record GroupDescription(String value) {

    static final int LONGEST = 4_096;

    /** @throws IllegalArgumentException if the value has more than 4096 characters or control characters in it */
    public GroupDescription {
        Text.block(value, 0, LONGEST);
    }
}
