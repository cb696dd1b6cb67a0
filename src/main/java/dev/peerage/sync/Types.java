package dev.peerage.sync;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The types of resources, each behind those that it refers to. */
@Component
class Types {

    private final List<SynchronizedResources> inOrder;

    Types(List<SynchronizedResources> inOrder) {
        this.inOrder = List.copyOf(inOrder);
    }

    List<SynchronizedResources> inOrder() {
        return inOrder;
    }

    /** Whether resources can be of this type. */
    boolean knows(String type) {
        return inOrder.stream().anyMatch(each -> each.type().equals(type));
    }

    /** Where a type stands, from 0. */
    int rank(String type) {
        for (int i = 0; i < inOrder.size(); i++) {
            if (inOrder.get(i).type().equals(type)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no resource is a " + type);
    }

    /**
     * What a copy is to hold of resources: first what is set, what is referred to before what refers to it; then what is
     * deleted, the other way round.
     */
    List<ChangePage.Item> items(Collection<Resource> resources) {
        Map<String, List<String>> ids = new HashMap<>();
        resources.forEach(resource ->
                ids.computeIfAbsent(resource.type(), _ -> new ArrayList<>()).add(resource.id()));
        Map<Resource, ChangePage.Item> set = new LinkedHashMap<>();
        for (SynchronizedResources type : inOrder) {
            List<String> ofType = ids.get(type.type());
            if (ofType != null) {
                type.shown(ofType).forEach((id, shown) -> {
                    Resource resource = new Resource(type.type(), id);
                    set.put(resource, ChangePage.Item.set(resource, shown));
                });
            }
        }
        List<ChangePage.Item> items = new ArrayList<>(set.values());
        resources.stream()
                .filter(resource -> !set.containsKey(resource))
                .sorted(Comparator.<Resource>comparingInt(resource -> rank(resource.type()))
                        .reversed())
                .forEach(resource -> items.add(ChangePage.Item.delete(resource)));
        return items;
    }
}
