import numpy as np

from moviefy.training.expression.targets import blended_targets, label_targets, vote_targets, with_moods

VOTES = np.array([[0, 0, 0, 8, 0, 0, 2], [0, 0, 0, 2, 0, 0, 2]], np.float32)


def test_labels_are_smoothed():
    targets = label_targets(np.array([3]), smoothing=0.7)
    np.testing.assert_allclose(targets[0], [0.1, 0.1, 0.1, 0.4, 0.1, 0.1, 0.1], rtol=1e-5)


def test_votes_become_shares_and_faces_with_few_votes_are_dropped():
    shares, keep = vote_targets(VOTES)
    np.testing.assert_allclose(shares[0], [0, 0, 0, 0.8, 0, 0, 0.2])
    assert keep.tolist() == [True, False]


def test_a_face_without_votes_is_dropped_and_stays_finite():
    shares, keep = vote_targets(np.zeros((1, 7), np.float32))
    assert np.isfinite(shares).all()
    assert keep.tolist() == [False]


def test_a_blend_lies_between_both_and_sums_to_one():
    blend, _ = blended_targets(np.array([0, 0]), VOTES, vote_share=0.75, smoothing=0.0)
    np.testing.assert_allclose(blend[0], [0.25, 0, 0, 0.6, 0, 0, 0.15])
    np.testing.assert_allclose(blend.sum(axis=1), 1.0)


def test_moods_are_told_apart_in_columns_of_their_own():
    targets = with_moods(np.full((3, 7), 1 / 7, np.float32), np.array([3, 0, 6]), smoothing=0.3)
    assert targets.shape == (3, 10)
    np.testing.assert_allclose(targets[:, 7:], [[0.8, 0.1, 0.1], [0.1, 0.1, 0.8], [0, 0, 0]], rtol=1e-5)
