package dev.peerage.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.peerage.generate.Generated.Member;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class DatasetTest {

    private static final Dataset SMALL = Dataset.of(2_000, 150, 7);

    /** Changes only with intent: a new hash means that everybody's generated data changes. */
    static final String SHA_256_OF_SMALL = "58751f4d005e13f41fc6f327b9bfe9bbf3b0beeb0acba0be288d85a11d76e0d1";

    @Test
    void bytesAreThoseOfTheReleaseBefore() {
        assertThat(Generated.sha256(Generated.bytes(SMALL))).isEqualTo(SHA_256_OF_SMALL);
    }

    @Test
    void equalArgumentsGiveEqualBytesAlsoInParallel() {
        assertThat(List.of(SMALL, SMALL, SMALL).parallelStream()
                        .map(Generated::bytes)
                        .map(Generated::sha256)
                        .distinct())
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "42, 43", "-1, 1", "1, 4294967297", "-9223372036854775808, 9223372036854775807"})
    void anotherSeedGivesOtherPeopleGroupsAndMembers(long one, long other) {
        Generated first = Generated.of(Dataset.of(300, 60, one));
        Generated second = Generated.of(Dataset.of(300, 60, other));

        assertThat(first.users()).doesNotContainAnyElementsOf(second.users());
        assertThat(first.groups()).doesNotContainAnyElementsOf(second.groups());
        assertThat(first.users().stream().map(user -> user.get("name")).toList())
                .isNotEqualTo(
                        second.users().stream().map(user -> user.get("name")).toList());
    }

    @Test
    void everyLineEndsWithALineFeedAndNothingElseBreaksLines() {
        String text = Generated.of(SMALL).text();

        assertThat(text).endsWith("}\n").doesNotContain("\r", "\u2028", "\u2029", "\u0085");
        assertThat(text.chars().filter(c -> c == '\n').count()).isEqualTo(2_000 + 150 + SMALL.memberships());
    }

    @Test
    void nothingIsAskedForNothingIsWritten() {
        assertThat(Generated.bytes(Dataset.of(0, 0, 1))).isEmpty();
    }

    @Test
    void usersComeBeforeGroupsBeforeMembers() {
        List<String> kinds = Generated.of(SMALL).lines().stream()
                .map(line -> line.propertyNames().iterator().next())
                .toList();

        assertThat(kinds).isSortedAccordingTo((a, b) -> Integer.compare(order(a), order(b)));
        assertThat(kinds.stream().distinct()).containsExactly("user", "group", "member");
    }

    private static int order(String kind) {
        return List.of("user", "group", "member").indexOf(kind);
    }

    @Test
    void everyReferenceNamesAnEarlierLine() {
        Generated generated = Generated.of(SMALL);
        Set<String> known = new HashSet<>();
        int managed = 0;
        for (JsonNode user : generated.users()) {
            JsonNode manager = user.get("attributes").get("manager");
            if (manager != null) {
                assertThat(known).contains(manager.stringValue());
                managed++;
            }
            assertThat(known.add(user.get("id").stringValue())).isTrue();
        }
        assertThat(managed).isBetween(1_650, 1_850);
        for (JsonNode group : generated.groups()) {
            assertThat(known.add(group.get("id").stringValue())).isTrue();
        }
        for (Member member : generated.members()) {
            assertThat(member.groupId()).startsWith("g-");
            assertThat(member.userId()).startsWith("u-");
            assertThat(known).contains(member.groupId(), member.userId());
        }
    }

    @Test
    void linesSatisfyTheLimitsOfTheApi() {
        Generated generated = Generated.of(Dataset.of(8_000, 500, 11));
        for (JsonNode user : generated.users()) {
            assertThat(user.propertyNames()).containsExactly("id", "username", "name", "email", "active", "attributes");
            assertThat(user.get("id").stringValue()).matches("u-[A-Za-z0-9._-]{1,62}");
            assertThat(user.get("username").stringValue()).matches("[a-z][a-z0-9._-]{0,62}[a-z0-9]");
            assertThat(user.get("name").stringValue()).isNotBlank().hasSizeLessThanOrEqualTo(256);
            assertThat(user.get("name").stringValue())
                    .isEqualTo(user.get("name").stringValue().strip());
            assertThat(user.get("email").stringValue())
                    .hasSizeLessThanOrEqualTo(254)
                    .matches("[a-z][a-z0-9._-]{0,62}[a-z0-9]@[a-z-]+\\.example");
            assertThat(user.get("active").isBoolean()).isTrue();
            JsonNode attributes = user.get("attributes");
            assertThat(attributes.size()).isBetween(3, 6);
            for (String key : attributes.propertyNames()) {
                assertThat(key).matches("[A-Za-z][A-Za-z0-9._-]{0,63}");
                assertThat(attributes.get(key).stringValue()).isNotBlank().hasSizeLessThanOrEqualTo(1024);
            }
        }
        for (JsonNode group : generated.groups()) {
            assertThat(group.propertyNames()).containsExactly("id", "name", "description", "membership");
            assertThat(group.get("id").stringValue()).matches("g-[A-Za-z0-9._-]{1,62}");
            assertThat(group.get("name").stringValue()).isNotBlank().hasSizeLessThanOrEqualTo(256);
            assertThat(group.get("description").stringValue()).isNotBlank().hasSizeLessThanOrEqualTo(1024);
            assertThat(group.get("membership").stringValue()).isIn("add-wins", "remove-wins");
        }
    }

    @Test
    void firstUsersAndGroupsAreTheSameHoweverManyFollow() {
        Generated few = Generated.of(Dataset.of(500, 40, 3));
        Generated many = Generated.of(Dataset.of(5_000, 400, 3));

        assertThat(many.users().subList(0, 500)).isEqualTo(few.users());
        assertThat(many.groups().subList(0, 40)).isEqualTo(few.groups());
    }

    @ParameterizedTest
    @CsvSource({
        "20000, 1000, 100000",
        "1, 1, 1",
        "1, 1, 0",
        "3, 2, 6",
        "10, 40, 399",
        "1000, 1, 1000",
        "7, 300, 13",
        "500, 30, 14999",
        "50, 0, 0",
        "0, 50, 0"
    })
    void membershipsAreExactlyAsManyAsAskedForAndAllDifferent(int users, int groups, long memberships) {
        Generated generated = Generated.of(new Dataset(users, groups, memberships, 5));

        assertThat(generated.users()).hasSize(users);
        assertThat(generated.groups()).hasSize(groups);
        assertThat(generated.members()).hasSize((int) memberships).doesNotHaveDuplicates();
    }

    @Test
    void anyPossibleNumberOfMembershipsIsMet() {
        Random random = new Random(20_26);
        for (int round = 0; round < 2_000; round++) {
            int users = random.nextInt(60);
            int groups = random.nextInt(60);
            long memberships = random.nextLong((long) users * groups + 1);
            int[] sizes = GroupSizes.of(users, groups, memberships, round);

            long sum = 0;
            for (int size : sizes) {
                assertThat(size).isBetween(0, users);
                sum += size;
            }
            assertThat(sum)
                    .as("%d users, %d groups, seed %d", users, groups, round)
                    .isEqualTo(memberships);
        }
    }

    @Test
    void impossibleNumbersAreRefusedWithTheirBounds() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Dataset(5, 2, 11, 1))
                .withMessage("memberships must be from 0 to 10 (5 users in each of 2 groups), but is 11");
        assertThatIllegalArgumentException().isThrownBy(() -> new Dataset(5, 2, -1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> Dataset.of(-1, 2, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> Dataset.of(1, 10_000_001, 1));
    }

    @Test
    void aboutFourInAHundredUsersAreInactive() {
        long inactive = Generated.of(Dataset.of(20_000, 0, 9)).users().stream()
                .filter(user -> !user.get("active").booleanValue())
                .count();

        assertThat(inactive).isBetween(680L, 920L);
    }

    @Test
    void someGroupsAreRemoveWinsAndTheyAreThePrivilegedOnes() {
        List<JsonNode> removeWins = Generated.of(Dataset.of(10, 1_000, 9)).groups().stream()
                .filter(group -> group.get("membership").stringValue().equals("remove-wins"))
                .toList();

        assertThat(removeWins).hasSizeBetween(8, 60);
        assertThat(removeWins)
                .allSatisfy(group -> assertThat(group.get("name").stringValue())
                        .matches("prod-admins|break-glass|.*-admins(-\\d+)?"));
    }

    @Test
    void groupNamesAreUnique() {
        assertThat(Generated.of(Dataset.of(0, 20_000, 2)).groups().stream()
                        .map(group -> group.get("name").stringValue())
                        .toList())
                .doesNotHaveDuplicates()
                .contains("all-employees", "vpn-users", "Engineering – Berlin");
    }
}
