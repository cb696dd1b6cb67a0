package dev.peerage.user;

import dev.peerage.kernel.Register;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A field whose value is one user's at a time. */
enum UniqueField {
    USERNAME(Username.KIND, UserState::username),
    EMAIL(Email.KIND, UserState::email);

    private final String kind;
    private final Function<UserState, Register<? extends @Nullable String>> register;

    UniqueField(String kind, Function<UserState, Register<? extends @Nullable String>> register) {
        this.kind = kind;
        this.register = register;
    }

    /** The field's name, which is the kind of its values too. */
    String kind() {
        return kind;
    }

    /** The shown value in the form in which values are compared, {@code null} if there is none. */
    @Nullable
    String key(UserState state) {
        return UniqueForm.ofNullable(register.apply(state).value());
    }

    /** The write whose value is shown, be it that there is none; {@code null} if the field was never set. */
    Register.@Nullable Sibling<?> shown(UserState state) {
        Register<?> field = register.apply(state);
        return field.isSet() ? field.siblings().getFirst() : null;
    }

    /** The user's claim to the value, {@code null} if there is none. */
    @Nullable
    Claim claim(UserId user, UserState state) {
        Register.Sibling<?> shown = shown(state);
        return shown == null || shown.value() == null
                ? null
                : new Claim(shown.time(), shown.dot().region(), user);
    }
}
