package dev.peerage.group;

import dev.peerage.text.Text;
import io.swagger.v3.oas.annotations.media.Schema;

/** What a group is called. Several groups may have one name. */
@Schema(minLength = 1, maxLength = GroupName.LONGEST, example = "Pin Pals")
public record GroupName(String value) {

    static final int LONGEST = 256;

    /** @throws IllegalArgumentException if the value is not a line of 1 to 256 characters */
    public GroupName {
        Text.line(value, 1, LONGEST);
    }
}
