package dev.peerage.group;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.NullUnmarked;

/** A group in the directory view, as it is read; {@link GroupView} writes it. A deleted group keeps its row. */
@Entity
@Immutable
@Table(name = "directory_group")
@NullUnmarked
@SuppressWarnings("UnusedVariable") // queries ask for columns
class GroupRow {

    @Id
    private String id;

    private boolean deleted;

    private int conflicts;

    private Long latest;

    @Column(columnDefinition = "jsonb")
    @Convert(converter = GroupStateJson.class)
    private GroupState state;

    String id() {
        return id;
    }

    GroupState state() {
        return state;
    }
}
