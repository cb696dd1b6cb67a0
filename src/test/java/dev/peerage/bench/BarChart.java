package dev.peerage.bench;

import java.util.List;
import java.util.Locale;

/**
 * Draws figures as pairs of bars, each above its limit, with a line from the least to the most of the rounds. SVG 1.1.
 */
final class BarChart {

    private static final int LABELS = 300;
    private static final int BARS = 460;
    private static final int NUMBERS = 140;
    private static final int BAR = 16;
    private static final int PAIR = 52;
    private static final int TOP = 64;
    private static final String MEASURED = "#2f6fb2";
    private static final String LIMIT = "#c3c9d0";
    private static final String FAINT = "fill=\"#57606a\"";

    private final StringBuilder svg = new StringBuilder();
    private final double most;

    private BarChart(List<Figure> figures) {
        this.most = figures.stream()
                .mapToDouble(figure ->
                        Math.max(figure.measured().most(), figure.limit().most()))
                .max()
                .orElse(1);
    }

    static String of(String title, List<Figure> figures) {
        return new BarChart(figures).draw(title, figures);
    }

    private String draw(String title, List<Figure> figures) {
        int width = LABELS + BARS + NUMBERS;
        int height = TOP + figures.size() * PAIR + 12;
        add("""
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" \
                font-family="system-ui, sans-serif" font-size="13">""".formatted(width, height));
        rectangle(0, 0, width, height, "#ffffff");
        text(16, 26, "font-size=\"16\" font-weight=\"600\"", title);
        key(LABELS, MEASURED, "measured");
        key(LABELS + 110, LIMIT, "limit");
        for (int i = 0; i < figures.size(); i++) {
            pair(figures.get(i), TOP + i * PAIR);
        }
        add("</svg>");
        return svg.toString();
    }

    private void key(int x, String colour, String meaning) {
        rectangle(x, 38, 12, 12, colour);
        text(x + 18, 49, FAINT, meaning);
    }

    private void pair(Figure figure, int y) {
        text(LABELS - 12, y + BAR, "text-anchor=\"end\"", figure.name());
        text(LABELS - 12, y + BAR + 17, FAINT + " font-size=\"11\" text-anchor=\"end\"", figure.unit() + " a second");
        double share = figure.share().median() * 100;
        bar(y, figure.measured(), MEASURED, String.format(Locale.ROOT, " (%.0f %%)", share));
        bar(y + BAR + 2, figure.limit(), LIMIT, "");
    }

    private void bar(int y, Spread spread, String colour, String more) {
        int end = x(spread.median());
        rectangle(LABELS, y, end - LABELS, BAR, colour);
        add("<path d=\"M%d %dH%d\" stroke=\"#1b1f24\"/>".formatted(x(spread.least()), y + BAR / 2, x(spread.most())));
        String number = String.format(Locale.ROOT, "%,.0f", spread.median());
        text(Math.max(end, x(spread.most())) + 6, y + BAR - 3, "", number + more);
    }

    private int x(double value) {
        return LABELS + (int) Math.round(BARS * value / most);
    }

    private void rectangle(int x, int y, int width, int height, String colour) {
        add("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>".formatted(x, y, width, height, colour));
    }

    private void text(int x, int y, String attributes, String text) {
        String escaped = text.replace("&", "&amp;").replace("<", "&lt;");
        add("<text x=\"%d\" y=\"%d\" %s>%s</text>".formatted(x, y, attributes, escaped));
    }

    private void add(String element) {
        svg.append(element).append('\n');
    }
}
