package dev.peerage.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessTest {

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            GET,    /actuator/health,                   -
            GET,    /actuator/health/readiness,         -
            GET,    /actuator/info,                     -
            GET,    /v3/api-docs,                       -
            GET,    /v3/api-docs/swagger-config,        -
            GET,    /v3/api-docs.yaml,                  -
            GET,    /swagger-ui.html,                   -
            GET,    /swagger-ui/index.html,             -
            GET,    /actuator,                          ADMIN
            GET,    /actuator/healthy,                  ADMIN
            GET,    /actuator/env,                      ADMIN
            POST,   /actuator/loggers/x,                ADMIN
            GET,    /api/v1/admin/regions,              ADMIN
            POST,   /api/v1/admin/views/users/replay,   ADMIN
            GET,    /api/v1/admin,                      ADMIN
            GET,    /api/v1/admin/,                     ADMIN
            GET,    /api/v1/audit,                      ADMIN
            GET,    /api/v1/users/ada/history,          ADMIN
            HEAD,   /api/v1/users/ada/history,          ADMIN
            GET,    /api/v1/groups/eng/history,         ADMIN
            GET,    /api/v1/groups/eng/history/,        ADMIN
            GET,    /api/v1/users/history,              READER
            GET,    /api/v1/groups/eng/members/history, READER
            GET,    /api/v1/users/admin,                READER
            GET,    /api/v1/administrators,             READER
            GET,    /api/v1/users,                      READER
            HEAD,   /api/v1/users/ada,                  READER
            OPTIONS,/api/v1/users,                      READER
            GET,    /api/v1/changes,                    READER
            GET,    /api/v1/events,                     READER
            GET,    /,                                  READER
            GET,    /nothing,                           READER
            GET,    /swagger-ui,                        READER
            POST,   /api/v1/users,                      WRITER
            PUT,    /api/v1/users/ada,                  WRITER
            PATCH,  /api/v1/users/ada,                  WRITER
            DELETE, /api/v1/groups/eng/members/ada,     WRITER
            POST,   /api/v1/import,                     WRITER
            BREW,   /api/v1/users,                      WRITER
            """)
    void eachPathHasItsRole(String method, String path, @Nullable Role role) {
        assertThat(Access.needed(method, path)).isEqualTo(Optional.ofNullable(role));
    }
}
