package dev.peerage.bulk;

import dev.peerage.eventstore.Command;
import dev.peerage.eventstore.Written;
import dev.peerage.web.JsonBody;
import dev.peerage.web.Problem;

/** A kind of thing that a line of an import may hold: {@code {"<field>": {…}}}. */
public interface Importable {

    /** The one field of such a line. */
    String field();

    /**
     * The command that has the same meaning as the PUT of the resource.
     *
     * @throws Problem 400 with all that is wrong with it
     */
    Command<? extends Written<?>> command(JsonBody resource);
}
