def test_front_page_answers_in_ukrainian(client, home):
    response = client.get("/")
    assert response.status_code == 200
    assert response.headers["Content-Language"] == "uk"
    assert "Set-Cookie" not in response.headers
