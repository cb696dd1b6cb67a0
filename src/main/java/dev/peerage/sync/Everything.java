package dev.peerage.sync;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * All that is shown, type by type in the order of ids. What changes while a consumer reads it, before or behind the place
 * where it is, it learns of afterwards: by events behind what the view had when the consumer began.
 */
@Component
class Everything {

    private final Types types;

    Everything(Types types) {
        this.types = types;
    }

    /** @param place where the reader is then; {@code null} if that was all */
    record Read(List<ChangePage.Item> items, ChangeToken.@Nullable InEverything place) {}

    /**
     * The resources behind one.
     *
     * @param last the last one it has, {@code null} if it has none
     * @return at most {@code limit}
     */
    Read after(@Nullable Resource last, int limit) {
        List<ChangePage.Item> items = new ArrayList<>();
        String id = last == null ? "" : last.id();
        for (int rank = last == null ? 0 : types.rank(last.type());
                rank < types.inOrder().size();
                rank++) {
            SynchronizedResources type = types.inOrder().get(rank);
            for (SynchronizedResources.Shown shown : type.after(id, limit - items.size())) {
                items.add(ChangePage.Item.set(new Resource(type.type(), shown.id()), shown.resource()));
            }
            if (items.size() == limit) {
                ChangePage.Item end = items.getLast();
                Resource reached = new Resource(end.type(), end.id());
                return new Read(items, new ChangeToken.InEverything(reached));
            }
            id = "";
        }
        return new Read(items, null);
    }
}
