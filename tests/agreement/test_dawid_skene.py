"""The annotator model: it finds the true labels, how able each annotator is, and how she errs."""

import random

import pytest

from annotator.agreement.dawid_skene import fit_dawid_skene
from annotator.agreement.ratings import Rating, rating_table

LABELS = ("fact", "opinion", "mixed")


def study(skills: dict[str, float], items: int, seed: int = 1) -> tuple[list[Rating], dict[str, str]]:
    """Return ratings in which each annotator is right with her probability, and the true labels."""
    chance = random.Random(seed)
    truth = {f"u{item}": chance.choice(LABELS) for item in range(items)}
    ratings = [
        Rating(item, "d", annotator, label if chance.random() < skill else chance.choice(LABELS))
        for item, label in truth.items()
        for annotator, skill in skills.items()
    ]
    return ratings, truth


def test_able_annotators_outweigh_careless_ones() -> None:
    skills = {"aya": 0.95, "ben": 0.9, "chi": 0.05, "dai": 0.05, "eri": 0.05}
    ratings, truth = study(skills, 600)
    model = fit_dawid_skene(rating_table(ratings, LABELS))
    found = {item: max(shares, key=shares.__getitem__) for item, shares in model.soft_labels().items()}
    assert sum(found[item] == label for item, label in truth.items()) >= 0.93 * len(truth)
    competences = dict(zip(model.annotators, model.competences, strict=True))
    assert min(competences["aya"], competences["ben"]) > 0.85 > 0.5 > competences["chi"]


def test_a_habit_is_found() -> None:
    ratings, _ = study({"aya": 0.97, "ben": 0.97, "chi": 0.97}, 500)
    habit = [
        r._replace(label="mixed") if r.annotator == "chi" and r.label == "opinion" else r for r in ratings
    ]
    model = fit_dawid_skene(rating_table(habit, LABELS))
    assert model.confusions[2, 1, 2] > 0.9
    assert model.confusions[0, 1, 1] > 0.9


def test_probabilities_sum_to_one_also_for_items_with_one_rating() -> None:
    ratings, _ = study({"aya": 0.9, "ben": 0.9}, 50)
    model = fit_dawid_skene(rating_table([*ratings, Rating("alone", "d", "aya", "fact")], LABELS))
    assert model.posteriors.sum(axis=1) == pytest.approx(1)
    assert model.prevalence.sum() == pytest.approx(1)
    assert model.confusions.sum(axis=2) == pytest.approx(1)


def test_no_ratings_are_refused() -> None:
    with pytest.raises(ValueError, match="no ratings"):
        fit_dawid_skene(rating_table([], LABELS))
