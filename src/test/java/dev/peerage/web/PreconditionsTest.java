package dev.peerage.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

/** RFC 9110 §8.8.3 and §13. */
class PreconditionsTest {

    private static final EntityTag A = EntityTag.strong("a");
    private static final EntityTag B = EntityTag.strong("b");

    @Test
    void listsAreReadWithWeakTagsBlanksAndEmptyElements() {
        assertThat(EntityTags.parse("If-Match", ", \"a\" ,,W/\"b,c\"\t, \"\","))
                .isEqualTo(new EntityTags.Listed(List.of(A, new EntityTag("b,c", true), EntityTag.strong(""))));
        assertThat(EntityTags.parse("If-Match", " * ")).isEqualTo(new EntityTags.Any());
    }

    @Test
    void severalHeaderLinesAreOneList() {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.addHeader("If-Match", "\"a\"");
        request.addHeader("If-Match", "\"b\"");

        assertThat(Preconditions.of(request).ifMatch()).contains(new EntityTags.Listed(List.of(A, B)));
        assertThat(Preconditions.of(request).ifNoneMatch()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ",", "a", "\"a", "a\"", "'a'", "w/\"a\"", "W/a", "*,*", "\"a\" \"b\"", "\"a b\"", "\"a\"x"})
    void malformedTagsAreRefused(String value) {
        Problem problem = catchThrowableOfType(Problem.class, () -> EntityTags.parse("If-Match", value));

        assertThat(problem).as(value).isNotNull();
        assertThat(problem.errors()).extracting(FieldError::field).containsExactly("If-Match");
    }

    @Test
    void ifMatchComparesStrongly() {
        assertThat(refused("If-Match", "\"b\", \"a\"")).isFalse();
        assertThat(refused("If-Match", "*")).isFalse();
        assertThat(refused("If-Match", "\"b\"")).isTrue();
        assertThat(refused("If-Match", "W/\"a\"")).isTrue();
    }

    @Test
    void ifNoneMatchComparesWeakly() {
        assertThat(preconditions("If-None-Match", "W/\"a\"").notModified(A)).isTrue();
        assertThat(preconditions("If-None-Match", "*").notModified(A)).isTrue();
        assertThat(preconditions("If-None-Match", "\"b\"").notModified(A)).isFalse();
        assertThat(preconditions("If-Match", "\"a\"").notModified(A)).isFalse();
    }

    @Test
    void aTagIsWrittenAsItIsRead() {
        assertThat(EntityTags.parse("If-Match", A.header())).isEqualTo(new EntityTags.Listed(List.of(A)));
        assertThat(new EntityTag("a", true).header()).isEqualTo("W/\"a\"");
        assertThatCode(() -> EntityTag.strong("a\"b")).isInstanceOf(IllegalArgumentException.class);
    }

    private static boolean refused(String header, String value) {
        Problem problem = catchThrowableOfType(
                Problem.class, () -> preconditions(header, value).notModified(A));
        assertThat(problem == null || problem.status() == 412).isTrue();
        return problem != null;
    }

    private static Preconditions preconditions(String header, String value) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.addHeader(header, value);
        return Preconditions.of(request);
    }
}
