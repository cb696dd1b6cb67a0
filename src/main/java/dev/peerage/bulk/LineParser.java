package dev.peerage.bulk;

import dev.peerage.eventstore.Command;
import dev.peerage.eventstore.Written;
import dev.peerage.web.JsonBody;
import dev.peerage.web.Problem;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes commands of lines. */
@Component
class LineParser {

    private final Map<String, Importable> kinds = new TreeMap<>();

    LineParser(List<Importable> kinds) {
        kinds.forEach(kind -> this.kinds.put(kind.field(), kind));
    }

    /** @throws Problem 400 with all that is wrong with the line */
    Command<? extends Written<?>> command(byte[] line) {
        ObjectNode object = JsonBody.parseLine(line).object();
        if (object.size() != 1) {
            throw Problem.badRequest("a line is an object with one field of " + kinds.keySet());
        }
        Map.Entry<String, JsonNode> field = object.properties().iterator().next();
        Importable kind = kinds.get(field.getKey());
        if (kind == null) {
            throw Problem.badRequest("a line is an object with one field of " + kinds.keySet());
        }
        if (field.getValue() instanceof ObjectNode resource) {
            return kind.command(new JsonBody(resource));
        }
        throw Problem.badRequest(kind.field() + " must be an object");
    }
}
