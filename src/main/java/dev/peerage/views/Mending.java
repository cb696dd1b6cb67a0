package dev.peerage.views;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/**
 * What has come of mending.
 *
 * @param mended the subjects whose rows differed from the log, and do not any more
 * @param differing what still differs of the view
 */
@Schema(example = """
        {"mended": ["user/homer"], "differing": []}""")
public record Mending(List<String> mended, List<Difference> differing) {}
