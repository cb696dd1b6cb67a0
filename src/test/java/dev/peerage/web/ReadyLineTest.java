package dev.peerage.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class ReadyLineTest {

    @Test
    void theStartUpSaysWhereToOpenItAndWhereTheKeyIsButNotTheKey(CapturedOutput output) {
        try (var context = new SpringApplicationBuilder(WebTestApplication.class)
                .run(
                        "--server.port=0",
                        "--peerage.region=eu",
                        "--peerage.admin-key=" + Client.ADMIN_KEY,
                        "--management.endpoint.health.validate-group-membership=false")) {
            String port = context.getEnvironment().getRequiredProperty("local.server.port");

            assertThat(output)
                    .contains("Peerage region eu is ready: http://localhost:" + port
                            + "/swagger-ui.html (admin key from configuration)")
                    .doesNotContain(Client.ADMIN_KEY)
                    .doesNotContain("generated security password");
        }
    }
}
