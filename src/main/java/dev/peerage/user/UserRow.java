package dev.peerage.user;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.List;
import org.hibernate.annotations.Formula;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.NullUnmarked;

/** A user in the directory view, as it is read; {@link UserView} writes it. A deleted user keeps its row. */
@Entity
@Immutable
@Table(name = "directory_user")
@NullUnmarked
@SuppressWarnings("UnusedVariable") // queries ask for columns
class UserRow {

    @Id
    private String id;

    @Column(name = "username_key")
    private String usernameKey;

    @Column(name = "username_time")
    private Long usernameTime;

    @Column(name = "username_region")
    private String usernameRegion;

    @Formula("""
            exists (select 1 from directory_user o where o.username_key = username_key
                    and (o.username_time, o.username_region, o.id) < (username_time, username_region, id))""")
    private boolean usernameContested;

    @Column(name = "email_key")
    private String emailKey;

    @Column(name = "email_time")
    private Long emailTime;

    @Column(name = "email_region")
    private String emailRegion;

    @Formula("""
            exists (select 1 from directory_user o where o.email_key = email_key
                    and (o.email_time, o.email_region, o.id) < (email_time, email_region, id))""")
    private boolean emailContested;

    private boolean deleted;

    private int conflicts;

    private Long latest;

    @Column(columnDefinition = "jsonb")
    @Convert(converter = UserStateJson.class)
    private UserState state;

    String id() {
        return id;
    }

    /** The unique fields whose value another user has the earlier claim to, at the moment of reading. */
    List<String> contested() {
        return ContestedValues.named(usernameContested, emailContested);
    }

    UserState state() {
        return state;
    }
}
