package io.benchmark;

import java.util.List;

/**
 * What came out of several rounds.
 *
 * @param median of the rounds
 * @param least of the rounds
 * @param most of the rounds
 */
record Figure(double median, double least, double most) {

    static Figure of(List<Double> rounds) {
        List<Double> sorted = rounds.stream().sorted().toList();
        int middle = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new Figure(median, sorted.get(0), sorted.get(sorted.size() - 1));
    }
}
