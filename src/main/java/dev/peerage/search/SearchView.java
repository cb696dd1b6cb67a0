package dev.peerage.search;

import static java.util.Objects.requireNonNull;

import dev.peerage.eventstore.DomainEvent;
import dev.peerage.kernel.Stamp;
import dev.peerage.search.SearchView.Indexed;
import dev.peerage.views.Difference;
import dev.peerage.views.Digest;
import dev.peerage.views.Fingerprint;
import dev.peerage.views.FoldedView;
import dev.peerage.web.Problem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * The index as a view: whatever events are about is indexed as the directory view shows it, which has handled those events
 * before. Nothing is folded twice, and nothing can be found that the directory does not show. It may show more of it than
 * these events say, and will be told so by the next ones.
 */
final class SearchView implements FoldedView<DomainEvent, Indexed> {

    private static final Logger LOG = LoggerFactory.getLogger(SearchView.class);

    static final String NAME = "search";

    /** To be counted up with whatever entries are made of. */
    static final int FORM = 2;

    /** What there is to be indexed of a subject: an entry, or none as it is not shown, or of a type that is not searched. */
    record Indexed(Optional<Entry> entry, boolean isSearched) {

        private static final Indexed NOT_SEARCHED = new Indexed(Optional.empty(), false);
        private static final Indexed NOT_SHOWN = new Indexed(Optional.empty(), true);
    }

    private final Map<String, SearchedResources> types;
    private final Indexes indexes;
    private final Supplier<Index> index;

    /** @param index the one that is written by this */
    SearchView(List<SearchedResources> types, Indexes indexes, Supplier<Index> index) {
        this(types.stream().collect(Collectors.toMap(SearchedResources::type, Function.identity())), indexes, index);
    }

    private SearchView(Map<String, SearchedResources> types, Indexes indexes, Supplier<Index> index) {
        this.types = types;
        this.indexes = indexes;
        this.index = index;
    }

    @Override
    public FoldedView<DomainEvent, Indexed> ofNextGeneration() {
        return new SearchView(types, indexes, indexes::next);
    }

    @Override
    public String view() {
        return NAME;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String behind() {
        return "directory";
    }

    @Override
    public Class<DomainEvent> events() {
        return DomainEvent.class;
    }

    @Override
    public boolean isAbout(String type) {
        return types.containsKey(type);
    }

    @Override
    public boolean folds() {
        return false;
    }

    @Override
    public int form() {
        return FORM;
    }

    @Override
    public Indexed none() {
        return Indexed.NOT_SEARCHED;
    }

    /** That there was one is all that is to be known of events. */
    @Override
    public Indexed fold(Indexed state, DomainEvent event, Stamp stamp) {
        return state;
    }

    /** As the directory view shows them, and not as the index has them. */
    @Override
    public Map<String, Indexed> load(Collection<String> subjects) {
        Map<String, Indexed> loaded = new HashMap<>();
        idsByType(subjects).forEach((type, ids) -> {
            Map<String, Searched> shown = requireNonNull(types.get(type)).shown(ids);
            for (String id : ids) {
                Searched searched = shown.get(id);
                loaded.put(
                        Entry.subject(type, id),
                        searched == null
                                ? Indexed.NOT_SHOWN
                                : new Indexed(Optional.of(new Entry(type, id, searched)), true));
            }
        });
        return loaded;
    }

    /** Of the types that are searched. */
    private Map<String, List<String>> idsByType(Collection<String> subjects) {
        Map<String, List<String>> ids = new HashMap<>();
        for (String subject : subjects) {
            String type = subject.substring(0, subject.indexOf('/'));
            if (types.containsKey(type)) {
                ids.computeIfAbsent(type, _ -> new ArrayList<>()).add(subject.substring(type.length() + 1));
            }
        }
        return ids;
    }

    /** Before the position of the view is written down: what a crash then takes away is indexed again. */
    @Override
    public void store(Map<String, Indexed> states) {
        List<Entry> entries = new ArrayList<>();
        List<String> gone = new ArrayList<>();
        states.forEach((subject, state) -> {
            state.entry().ifPresent(entries::add);
            if (state.equals(Indexed.NOT_SHOWN)) {
                gone.add(subject);
            }
        });
        write(entries, gone);
    }

    private void write(Collection<Entry> entries, Collection<String> gone) {
        try {
            Index written = index.get();
            if (!written.isThere()) {
                // an engine would make another one of it, and nobody would know that the rest is missing
                throw new IllegalStateException("The search index is gone; it will be filled anew");
            }
            written.put(entries, gone);
        } catch (RuntimeException failed) {
            throw new DataAccessResourceFailureException("The search index cannot be written", failed);
        }
    }

    @Override
    public void remove(Collection<String> subjects) {
        write(List.of(), subjects);
    }

    /** An entry as a whole: it has no columns. */
    @Override
    public Map<String, String> differing(Map<String, Indexed> states) {
        Map<String, String> found = read(index -> index.digests(states.keySet()));
        Map<String, String> differing = new TreeMap<>();
        states.forEach((subject, state) -> {
            String there = found.get(subject);
            String expected = state.entry().map(Entry::digest).orElse(null);
            if (!Objects.equals(there, expected)) {
                differing.put(
                        subject, expected == null ? Difference.SURPLUS : there == null ? Difference.MISSING : "entry");
            }
        });
        return differing;
    }

    @Override
    public List<String> subjectsAfter(String subject, int limit) {
        return read(index -> index.subjectsAfter(subject, limit));
    }

    /** It may be closed meanwhile, when another one takes over. */
    private <T> T read(Function<Index, T> look) {
        try {
            return look.apply(index.get());
        } catch (RuntimeException failed) {
            throw new DataAccessResourceFailureException("The search index cannot be read", failed);
        }
    }

    /** @throws Problem 503 {@code search-unavailable} if the engine does not answer */
    @Override
    public void clear() {
        try {
            indexes.clear(index.get());
        } catch (RuntimeException unanswered) {
            LOG.warn("The search index cannot be emptied: {}", unanswered.toString());
            throw Problem.searchUnavailable();
        }
    }

    @Override
    public void cleared() {
        index.get().mark();
    }

    @Override
    public void takenUp() {
        var _ = indexes.follow();
    }

    @Override
    public boolean isThere() {
        return index.get().isThere();
    }

    @Override
    public Stream<Digest> digests() {
        return index.get().digests();
    }

    @Override
    public Fingerprint fingerprint() {
        return indexes.search(SearchView::fingerprint);
    }

    private static Fingerprint fingerprint(Index index) {
        try (Stream<Digest> digests = index.digests()) {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            AtomicLong count = new AtomicLong();
            digests.forEach(digest -> {
                count.incrementAndGet();
                hash.update((digest.subject() + " " + digest.content() + "\n").getBytes(StandardCharsets.UTF_8));
            });
            return new Fingerprint(count.get(), HexFormat.of().formatHex(hash.digest()));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
